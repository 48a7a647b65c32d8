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
    guard let writer = log.writer else { throw EventLogError.readOnly }
    guard !events.isEmpty else { return [] }
    let batch = try JobBatch(events, seal: seal)
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
    try submit(prepare(events), onFailure: onFailure)
  }

  /// Seals and encodes events, so that this is done by whoever makes them and not by whoever queues them.
  func prepare(_ events: [JobEvent]) throws -> JobBatch { try JobBatch(events, seal: seal) }

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

/// Events on their way into the log, sealed and encoded by their caller's thread, not the writer's.
struct JobBatch: Sendable {
  private struct Item {
    /// With what the fold needs of it.
    var event: JobEvent
    var draft: RecordDraft
  }

  /// As they came together; to move them into one array would cost more than it brings.
  private var parts: [[Item]]
  private(set) var count: Int
  private(set) var bytes: Int

  init(_ events: [JobEvent], seal: Seal) throws {
    var items: [Item] = []
    items.reserveCapacity(events.count)
    var bytes = 0
    var subject = JobEventCodec.Subject()
    for event in events {
      let sealed = try seal.close(event)
      let draft = JobEventCodec.draft(sealed, &subject)
      bytes += draft.sections.reduce(0) { $0 + $1.bytes.count }
      items.append(Item(event: JobFold.essentials(of: sealed), draft: draft))
    }
    parts = [items]
    count = items.count
    self.bytes = bytes
  }

  /// Takes the events of another batch behind its own.
  mutating func append(_ other: JobBatch) {
    parts += other.parts
    count += other.count
    bytes += other.bytes
  }

  func run(
    _ tables: JobTables, _ states: StateCache, in transaction: borrowing WriteTransaction,
    _ appender: inout LogAppender
  ) throws -> [Position] {
    var fold = try JobFold(tables.active(in: transaction.view), in: transaction.view, cache: states)
    var positions: [Position] = []
    positions.reserveCapacity(count)
    for items in parts {
      for item in items {
        let appended = try appender.append(item.draft, in: transaction)
        positions.append(appended.position)
        guard appended.isNew else { continue }
        var event = item.event
        event.position = appended.position
        try fold.fold(event, in: transaction)
      }
    }
    try fold.finish(in: transaction)
    return positions
  }
}
