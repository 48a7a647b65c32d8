import EventLog
import JSONTape
import LMDB

/// Goes through a stretch of the log in pieces, several at a time.
struct EventSearch: Sendable {
  let loader: EventLoader
  let predicate: EventPredicate
  let checksHashes: Bool
  private let table: Table
  private let first: Position
  private let last: Position

  init(_ query: EventQuery, in ledger: ProvisioningLedger) throws {
    loader = EventLoader(log: ledger.log, tables: ledger.tables)
    table = try ledger.log.environment.table(LogTables.names[0])
    predicate = try EventPredicate(query)
    checksHashes = query.checksHashes
    first = max(query.first, Position(1))
    let head = try ledger.head()
    last = min(query.last ?? head, head)
  }

  /// Events one after the other, looked at in one snapshot.
  struct Piece: Sendable {
    var first: Position
    var last: Position
    var order: EventOrder
  }

  /// Looks at all events of a piece.
  ///
  /// - Parameter visit: Is told of each selected one.
  /// - Throws: `EventLogError` where a record is damaged or missing.
  func look(
    at piece: Piece, counting fields: [EventField] = [], _ visit: (Position) -> Void = { _ in }
  ) throws -> [EventClasses.Class] {
    var classes = EventClasses(self, counting: fields)
    let isForward = piece.order == .oldestFirst
    var expected: Position? = isForward ? piece.first : piece.last
    try loader.log.environment.read { transaction in
      let view = transaction.view
      try view.scan(table, from: expected?.key, direction: isForward ? .ascending : .descending) {
        key, value in
        guard let position = expected else { return .stop }
        guard Position(key: key) == position else { throw EventLogError.missingRecord(position) }
        if try classes.add(value, at: position, in: view).isSelected { visit(position) }
        if isForward {
          expected = position < piece.last ? position.next : nil
        } else {
          expected = position > piece.first ? Position(position.rawValue - 1) : nil
        }
        return expected == nil ? .stop : .next
      }
    }
    if let expected { throw EventLogError.missingRecord(expected) }
    return classes.classes
  }

  /// The stretch in pieces, a few at a time, which can be looked at beside each other: small ones at first, since
  /// who asks for few events should not wait for many.
  func waves(_ order: EventOrder) -> Waves { Waves(first: first, last: last, order: order) }

  struct Waves: Sequence, IteratorProtocol {
    private static let largest: UInt64 = 8192
    private static let atOnce = 8

    private var first: Position
    private var last: Position
    private let order: EventOrder
    private var size: UInt64 = 256

    init(first: Position, last: Position, order: EventOrder) {
      self.first = first
      self.last = last
      self.order = order
    }

    mutating func next() -> [Piece]? {
      guard let piece = piece() else { return nil }
      guard size >= Waves.largest else {
        size *= 2
        return [piece]
      }
      var pieces = [piece]
      while pieces.count < Waves.atOnce, let piece = self.piece() { pieces.append(piece) }
      return pieces
    }

    private mutating func piece() -> Piece? {
      guard first <= last else { return nil }
      let length = Swift.min(size, last.rawValue - first.rawValue + 1)
      switch order {
      case .oldestFirst:
        defer { first = Position(first.rawValue + length) }
        return Piece(first: first, last: Position(first.rawValue + length - 1), order: order)
      case .newestFirst:
        defer { last = Position(last.rawValue - length) }
        return Piece(first: Position(last.rawValue - length + 1), last: last, order: order)
      }
    }
  }
}
