import EventLog
import LMDB

/// Goes through a stretch of the log in short snapshots, decoding of each event what is needed only.
struct EventScan {
  /// How many events are looked at in one snapshot at most.
  private static let piece = 16_384

  private let loader: EventLoader
  private let table: Table
  private let predicate: EventPredicate
  /// What those who visit the selected events want to have been read.
  private let wanted: EventSources
  private let checksHashes: Bool
  private let first: Position
  private let last: Position
  private let order: EventOrder
  /// The next event to look at; nil at the end.
  private(set) var next: Position?
  /// Up to where everything has been looked at, in the order of the scan.
  private(set) var reached: Position?

  init(
    _ query: EventQuery, order: EventOrder, wanted: EventSources, in ledger: ProvisioningLedger
  ) throws {
    loader = EventLoader(log: ledger.log, tables: ledger.tables)
    table = try ledger.log.environment.table(LogTables.names[0])
    predicate = try EventPredicate(query)
    self.wanted = wanted
    checksHashes = query.checksHashes
    self.order = order
    first = max(query.first, Position(1))
    let head = try ledger.head()
    last = min(query.last ?? head, head)
    next = first <= last ? (order == .oldestFirst ? first : last) : nil
  }

  /// Looks at the next events, in one snapshot.
  ///
  /// - Parameter visit: Takes a selected event; `.stop` ends the snapshot after it.
  /// - Throws: `EventLogError` where a record is damaged or missing.
  mutating func advance(
    _ visit: (inout EventGlance, _ view: TransactionView) throws -> ScanStep
  ) throws {
    guard let start = next else { return }
    var expected: Position? = start
    var looked = 0
    var hasStopped = false
    var reached = self.reached
    let sources = predicate.sources.union(wanted)
    try loader.log.environment.read { transaction in
      let view = transaction.view
      let direction: ScanDirection = order == .oldestFirst ? .ascending : .descending
      try view.scan(table, from: start.key, direction: direction) { key, value in
        guard let position = expected else { return .stop }
        guard Position(key: key) == position else { throw EventLogError.missingRecord(position) }
        var glance = EventGlance(
          try RecordGlance(value, at: position, copying: sources, checkingHash: checksHashes))
        expected = following(position)
        looked += 1
        reached = position
        var step = ScanStep.next
        if try predicate.selects(&glance, with: loader, in: view) {
          try glance.load(wanted, with: loader, in: view)
          step = try visit(&glance, view)
        }
        hasStopped = expected == nil || looked >= EventScan.piece || step == .stop
        return hasStopped ? .stop : .next
      }
    }
    if let expected, !hasStopped { throw EventLogError.missingRecord(expected) }
    self.reached = reached
    next = expected
  }

  private func following(_ position: Position) -> Position? {
    switch order {
    case .oldestFirst: position < last ? position.next : nil
    case .newestFirst: position > first ? Position(position.rawValue - 1) : nil
    }
  }
}
