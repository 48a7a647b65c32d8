import LMDB

extension ProvisioningLedger {
  /// An event that the operator brings about, at the present time.
  func administrativeEvent(_ operation: Event.Operation, status: Int, by actor: Client) -> Event {
    let time = clock.next()
    return Event(
      id: Identifier(microseconds: time, random: options.random()), time: DateTime(microseconds: time),
      operation: operation, actor: actor, outcome: .init(status: status))
  }

  /// Appends an event and folds it, inside work that ``administer(_:)`` runs.
  func append(
    _ event: Event, in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws {
    var event = event
    event.position = try appender.append(EventCodec.draft(event), in: transaction).position
    try Projector(log: log, tables: tables).fold(event, in: transaction)
  }

  /// Runs work in the writer and returns once it is durable.
  func administer<Value: Sendable>(_ work: @escaping LogWriter.Work<Value>) async throws -> Value {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    return try await writer.perform(work)
  }
}
