public import EventLog
import LMDB
public import Provisioning

extension JobLedger {
  /// Appends events, all or none, and returns their positions once they are durable.
  ///
  /// Positions that the events carry are ignored. An event whose id is in the log already is not appended
  /// again; its position is the one it has.
  ///
  /// - Throws: `EventLogError.readOnly`, `.queueFull`, `.closed`, `.eventIDTaken`; `JobLedgerError` for an event
  ///   that lacks what its kind needs, and then nothing was appended.
  @discardableResult
  public func append(_ events: [JobEvent]) async throws -> [Position] {
    guard log.writer != nil else { throw EventLogError.readOnly }
    return try await append(JobBatch(events, seal: seal))
  }

  /// Appends events that are encoded already; as the other `append`.
  @discardableResult
  func append(_ batch: JobBatch) async throws -> [Position] {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    guard batch.count > 0 else { return [] }
    return try await writer.perform(bytes: batch.bytes) { [tables, states] transaction, appender in
      try batch.run(tables, states, in: transaction, &appender)
    }
  }

  /// Queues events, all or none, without waiting for the disk; they are visible and durable after a later
  /// ``flush()``, or when a later ``append(_:)`` returns.
  ///
  /// - Parameter onFailure: Called on the writer's thread where they could not be written.
  /// - Throws: `EventLogError.queueFull` where ``flush()`` should be called first; `.closed`, `.writerStopped`.
  public func submit(
    _ events: [JobEvent], onFailure: @escaping @Sendable (any Error) -> Void
  ) throws {
    try submit(JobBatch(events, seal: seal), onFailure: onFailure)
  }

  /// Queues events that are encoded already; as the other `submit`.
  func submit(_ batch: JobBatch, onFailure: @escaping @Sendable (any Error) -> Void) throws {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    guard batch.count > 0 else { return }
    try writer.submit(bytes: batch.bytes) { [tables, states] transaction, appender in
      _ = try batch.run(tables, states, in: transaction, &appender)
    } onFailure: {
      onFailure($0)
    }
  }

  /// Returns when all that was submitted so far is durable, or has failed.
  public func flush() async throws {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    try await writer.perform { _, _ in }
  }
}
