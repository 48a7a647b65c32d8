import EventLog
import LMDB

extension ProjectionTables.Set {
  /// The state of the snapshots; nil where there is no table for them.
  func snapshotState(in view: TransactionView) throws -> SnapshotState? {
    guard let snapshots else { return nil }
    let key = SnapshotKeys.state
    return try view.get(key.span, in: snapshots) { SnapshotState($0) ?? SnapshotState() } ?? SnapshotState()
  }

  /// Notes what a row of the directory has become; an empty value for one that has gone.
  ///
  /// - Parameter old: What it was; asked for only where a snapshot is being copied.
  func note(
    _ row: [UInt8], _ value: [UInt8], at position: Position, _ state: inout SnapshotState?,
    in transaction: borrowing WriteTransaction, old: () throws -> (position: Position, value: [UInt8])?
  ) throws {
    guard let snapshots, let known = state else { return }
    state?.changes = known.changes &+ 1
    if known.current != .start {
      try transaction.put(
        SnapshotKeys.version(row, at: position, in: known.current), value, in: snapshots)
    }
    guard known.pending != .start else { return }
    // What the snapshot has not come to yet must be copied before it is gone.
    if let old = try old(), old.position <= known.pending {
      try transaction.put(
        SnapshotKeys.version(row, at: old.position, in: known.pending), old.value, in: snapshots)
    }
    try transaction.put(SnapshotKeys.version(row, at: position, in: known.pending), value, in: snapshots)
  }

  /// Goes on with the snapshot that is being copied, or begins one where it is due.
  ///
  /// - Parameter before: The state before the event's changes.
  func advanceSnapshots(
    _ state: SnapshotState, before: SnapshotState, at position: Position,
    in transaction: borrowing WriteTransaction
  ) throws {
    guard let snapshots else { return }
    let changed = state.changes &- before.changes
    let rows = state.pending == .start && state.current != .start ? try rows(in: transaction.view) : 0
    let state = try advanced(state, changed: changed, rows: rows, at: position, in: transaction)
    try transaction.put(SnapshotKeys.state, state.bytes, in: snapshots)
  }

  /// The state after an event, with what was to be copied.
  ///
  /// - Parameters:
  ///   - changed: How many rows the event changed.
  ///   - rows: How many the directory has.
  func advanced(
    _ state: SnapshotState, changed: UInt64, rows: UInt64, at position: Position,
    in transaction: borrowing WriteTransaction
  ) throws -> SnapshotState {
    guard let snapshots else { return state }
    var state = state
    let budget = max(64, Int(clamping: changed) * SnapshotState.rowsForChange)
    if state.pending == .start, state.current == .start || state.isDue(rows: rows) {
      state.pending = position
      state.changes = 0
      state.cursor = []
    }
    if state.pending != .start {
      try copyRows(budget, &state, to: snapshots, in: transaction)
    }
    return state
  }

  private func copyRows(
    _ limit: Int, _ state: inout SnapshotState, to snapshots: Table,
    in transaction: borrowing WriteTransaction
  ) throws {
    var left = limit
    for (tag, table) in [(UInt8(0), resources), (1, members)] where (state.cursor.first ?? 0) <= tag {
      var rows: [(key: [UInt8], value: [UInt8])] = []
      let last = state.cursor.first == tag ? state.cursor.dropFirst() + [0] : nil
      try transaction.scan(table, from: last.map { Array($0) }, direction: .ascending) { key, value in
        guard rows.count < left else { return .stop }
        rows.append((key.array, value.array))
        return .next
      }
      for row in rows { try copy(row.key, row.value, tag, state.pending, to: snapshots, in: transaction) }
      if let last = rows.last { state.cursor = [tag] + last.key }
      left -= rows.count
      guard left > 0 else { return }
    }
    try transaction.put(SnapshotKeys.whole(state.pending), [1], in: snapshots)
    state.current = state.pending
    state.pending = .start
    state.cursor = []
  }

  /// Copies a row as it was when the snapshot was begun; one that is newer has been noted already.
  private func copy(
    _ key: [UInt8], _ value: [UInt8], _ tag: UInt8, _ snapshot: Position, to snapshots: Table,
    in transaction: borrowing WriteTransaction
  ) throws {
    guard let position = value.span.position(at: 0), position <= snapshot else { return }
    func put(_ row: [UInt8], _ value: [UInt8]) throws {
      try transaction.put(SnapshotKeys.version(row, at: position, in: snapshot), value, in: snapshots)
    }
    guard tag == 1 else { return try put(key, [1]) }
    guard let group = key.span.identifier(at: 0), let member = key.span.identifier(at: 16) else { return }
    try put(SnapshotKeys.member(member, of: group), Array(value.dropFirst(8)))
    try put(SnapshotKeys.membership(of: member, in: group), [1])
  }

  /// How many rows the directory has.
  func rows(in view: TransactionView) throws -> UInt64 {
    var rows: Int64 = 0
    for key in [Counter.users.key, Counter.groups.key, Counter.memberships.key] {
      rows &+= try Counter.read(key, self, in: view)
    }
    try view.scan(counters, from: Counter.resources.key, direction: .ascending) { key, value in
      guard key.starts(with: Counter.resources.key), value.count == 8 else { return .stop }
      rows &+= Int64(bigEndian: value, at: 0)
      return .next
    }
    return UInt64(clamping: rows)
  }

  // MARK: - Reading

  /// Whether the ledger was made without snapshots and has not been rebuilt since: what it has is not what its
  /// log gives from the start, and nothing is wrong with that.
  func snapshotsBeginLater(in view: TransactionView) throws -> Bool {
    guard let snapshots else { return false }
    let first = Position(1)
    guard try !view.contains(SnapshotKeys.whole(first), in: snapshots) else { return false }
    var beginsLater = true
    try view.scan(snapshots, from: first.key, direction: .ascending) { key, _ in
      beginsLater = key.position(at: 0) != first
      return .stop
    }
    return beginsLater
  }

  /// The snapshot by which the directory at a position is read; nil where none is old enough.
  func snapshot(for position: Position, in view: TransactionView) throws -> Position? {
    guard let snapshots else { return nil }
    var found: Position?
    try view.scan(snapshots, from: SnapshotKeys.whole(position), direction: .descending) { key, _ in
      if key.count == 16, let snapshot = key.position(at: 8), key.position(at: 0) == .start {
        found = snapshot == .start ? nil : snapshot
      }
      return .stop
    }
    return found
  }
}
