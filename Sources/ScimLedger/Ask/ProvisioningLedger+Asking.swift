public import Directory
public import EventLog
import LMDB

extension ProvisioningLedger {
  /// Gives the events that a query selects, whole and in order.
  ///
  /// The log is gone through in short snapshots, several at a time, and as far as it reached at the start. `body` is
  /// called between them, so that it may ask the ledger for more.
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
    let search = try EventSearch(query, in: self)
    var reached: Position?
    var left = limit
    guard left > 0 else { return nil }
    for pieces in search.waves(order) {
      let found = Concurrently.map(pieces.count) { index in
        var positions: [Position] = []
        let result = Result { try search.look(at: pieces[index]) { positions.append($0) } }
        return (positions: positions, failure: result.failure)
      }
      for (piece, found) in zip(pieces, found) {
        for position in found.positions.prefix(left) {
          guard let event = try event(at: position) else { throw EventLogError.missingRecord(position) }
          try body(event)
          left -= 1
          reached = position
        }
        guard left > 0 else { return reached }
        if let failure = found.failure { throw failure }
        reached = order == .oldestFirst ? piece.last : piece.first
      }
    }
    return reached
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
}

extension Result {
  fileprivate var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}
