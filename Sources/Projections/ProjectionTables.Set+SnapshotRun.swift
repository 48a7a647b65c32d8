import Directory
import EventLog
import LMDB

extension ProjectionTables.Set {
  /// Writes the rows of a run's people and takes the snapshots as far as they would be after each of its events.
  ///
  /// While none is being copied a version is all that an event adds. Copying goes on event by event, on rows that
  /// are there as far as that event.
  func foldSnapshots(_ run: CreatedRun, in transaction: borrowing WriteTransaction) throws {
    let prefix = ProjectionKeys.prefix(ofType: CreatedRun.type)
    let entries = run.creates.entries
    var people = PackedRows(keyLength: prefix.count + 16, valueLength: 9, capacity: run.range.count)
    var versions = PackedRows(keyLength: prefix.count + 32, valueLength: 1)
    var state = try snapshotState(in: transaction.view)
    var rowCount = try rows(in: transaction.view)
    for (index, id) in run.ids.enumerated() {
      let position = run.position(index)
      people.append {
        $0 += prefix
        id.append(to: &$0)
        position.appendBigEndian(to: &$0)
        $0.append(entries[run.range.lowerBound + index].isActive ? 1 : 0)
      }
      rowCount &+= 1
      guard var now = state, let snapshots else { continue }
      now.changes &+= 1
      func version(_ snapshot: Position, _ bytes: inout [UInt8]) {
        snapshot.rawValue.appendBigEndian(to: &bytes)
        bytes += prefix
        id.append(to: &bytes)
        position.appendBigEndian(to: &bytes)
        bytes.append(1)
      }
      if now.current != .start { versions.append { version(now.current, &$0) } }
      let isCopying = now.pending != .start
      if isCopying {
        var row = PackedRows(keyLength: prefix.count + 32, valueLength: 1)
        row.append { version(now.pending, &$0) }
        try transaction.put(row, in: snapshots)
      }
      if isCopying || now.current == .start || now.isDue(rows: rowCount) {
        try transaction.put(people, in: resources)
        people.removeAll()
        let current = now.current
        now = try advanced(now, changed: 1, rows: rowCount, at: Position(position), in: transaction)
        if now.current != current {
          try transaction.put(versions, in: snapshots)
          versions.removeAll()
        }
      }
      state = now
    }
    try transaction.put(people, in: resources)
    guard let state, let snapshots else { return }
    try transaction.put(versions, in: snapshots)
    try transaction.put(SnapshotKeys.state, state.bytes, in: snapshots)
  }
}
