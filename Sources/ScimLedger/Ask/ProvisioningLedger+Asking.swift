public import Directory
public import EventLog
import LMDB

extension ProvisioningLedger {
  /// Gives the events that a query selects, whole and in order.
  ///
  /// The log is gone through in short snapshots and as far as it reached at the start. `body` is called
  /// between them, so that it may ask the ledger for more.
  ///
  /// - Parameter limit: How many events at most.
  /// - Returns: The last position up to which everything has been looked at; nil where there was nothing to
  ///   look at.
  /// - Throws: `QuestionError` and `SCIMError` for a filter that can't be put to events; `EventLogError` where
  ///   a record is damaged.
  @discardableResult
  public func forEachEvent(
    _ query: EventQuery, order: EventOrder = .oldestFirst, limit: Int = .max,
    _ body: (Event) throws -> Void
  ) throws -> Position? {
    var scan = try EventScan(query, order: order, wanted: .whole, in: self)
    var given = 0
    while given < limit, scan.next != nil {
      var found: [Event] = []
      try scan.advance { glance, _ in
        if let event = glance.event { found.append(event) }
        return found.count < ProvisioningLedger.mostAtOnce && given + found.count < limit ? .next : .stop
      }
      for event in found { try body(event) }
      given += found.count
    }
    return scan.reached
  }

  /// The last events that a query selects, oldest first.
  public func lastEvents(_ query: EventQuery, limit: Int) throws -> [Event] {
    var found: [Event] = []
    try forEachEvent(query, order: .newestFirst, limit: limit) { found.append($0) }
    return found.reversed()
  }

  /// Whether a query selects the event at a position, within the query's own bounds.
  public func selects(_ query: EventQuery, at position: Position) throws -> Bool {
    var query = query
    guard query.first <= position, position <= query.last ?? position else { return false }
    (query.first, query.last) = (position, position)
    var isSelected = false
    var scan = try EventScan(query, order: .oldestFirst, wanted: [], in: self)
    try scan.advance { _, _ in
      isSelected = true
      return .stop
    }
    return isSelected
  }

  /// Events are held whole while a snapshot lasts, so there must not be many.
  private static let mostAtOnce = 256
}
