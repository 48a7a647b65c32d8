import ScimLedger

/// Prints the events that a query selects.
struct EventListing {
  private let ledger: ProvisioningLedger
  private var writer: RecordWriter
  private var names: ResourceNames

  init(ledger: ProvisioningLedger, writer: RecordWriter) {
    self.ledger = ledger
    self.writer = writer
    names = ResourceNames(ledger)
  }

  /// Prints in an order, `limit` events at most, and returns how far everything has been looked at.
  @discardableResult
  mutating func write(_ query: EventQuery, order: EventOrder, limit: Int?) throws -> Position? {
    try ledger.forEachEvent(query, order: order, limit: limit ?? .max) { write($0) }
  }

  /// Prints the last `limit` events, oldest first.
  mutating func writeLast(_ query: EventQuery, limit: Int) throws {
    for event in try ledger.lastEvents(query, limit: limit) { write(event) }
  }

  /// Prints new events as they come, until the process is ended.
  mutating func follow(_ query: EventQuery, after position: Position) async throws {
    writer.flush()
    for try await event in ledger.follow(from: position.next) where event.position > position {
      guard try ledger.selects(query, at: event.position) else { continue }
      write(event)
      writer.flush()
    }
  }

  mutating func end() { writer.end() }

  private mutating func write(_ event: Event) {
    writer.write(EventReport.cells(event, &names))
  }
}
