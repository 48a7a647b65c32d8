import ScimLedger

/// Walks the log in short snapshots and prints the events that are selected.
struct LogPage {
  private static let chunk = 512

  private let ledger: ProvisioningLedger
  private var writer: RecordWriter
  private var names: ResourceNames
  /// Which events to print.
  var selects: (Event) -> Bool = { _ in true }

  init(ledger: ProvisioningLedger, writer: RecordWriter) {
    self.ledger = ledger
    self.writer = writer
    names = ResourceNames(ledger)
  }

  /// Prints from a position on, oldest first, `limit` events at most.
  mutating func writeForward(from start: Position, through end: Position, limit: Int?) throws {
    var next = start
    var left = limit ?? .max
    while left > 0, next <= end {
      let events = try ledger.events(from: next, limit: Self.chunk)
      guard let last = events.last else { return }
      for event in events where left > 0 && event.position <= end && selects(event) {
        write(event)
        left -= 1
      }
      next = last.position.next
    }
  }

  /// Prints from a position back, newest first, `limit` events at most.
  mutating func writeBackward(from start: Position, limit: Int?) throws {
    var next = start
    var left = limit ?? .max
    while left > 0, next > .start {
      let events = try ledger.events(backFrom: next, limit: Self.chunk)
      guard let last = events.last else { return }
      for event in events where left > 0 && selects(event) {
        write(event)
        left -= 1
      }
      next = last.position.previous
    }
  }

  /// Prints the last `count` selected events, oldest first.
  mutating func writeLast(_ count: Int, through end: Position) throws {
    var selected: [Event] = []
    var next = end
    while next > .start, selected.count < count {
      let events = try ledger.events(backFrom: next, limit: Self.chunk)
      guard let last = events.last else { break }
      selected.append(contentsOf: events.filter(selects).prefix(count - selected.count))
      next = last.position.previous
    }
    for event in selected.reversed() { write(event) }
  }

  /// Prints new events as they come, until the process is ended.
  mutating func follow(after position: Position) async throws {
    writer.flush()
    for try await event in ledger.follow(from: position.next) where event.position > position {
      guard selects(event) else { continue }
      write(event)
      writer.flush()
    }
  }

  mutating func end() { writer.end() }

  private mutating func write(_ event: Event) {
    writer.write(EventReport.cells(event, &names))
  }
}

extension Position {
  /// The position before this one; `.start` is its own.
  fileprivate var previous: Position { Position(rawValue == 0 ? 0 : rawValue - 1) }
}
