package import Directory
package import EventLog
package import LMDB
import SCIM

extension Projector {
  /// Folds the events of a run, as ``fold(_:in:)`` would one by one, with each table's rows written together.
  package func fold(_ run: CreatedRun, in transaction: borrowing WriteTransaction) throws {
    try tables.active(in: transaction.view).fold(run, in: transaction)
  }

  /// Whether a cycle has begun, so that a run may go on with it.
  package func hasBegun(
    _ cycle: Identifier, of client: String, in transaction: borrowing WriteTransaction
  ) throws -> Bool {
    let set = try tables.active(in: transaction.view)
    guard set.cycles != nil else { return true }
    return try set.cycle(at: CycleKeys.marked(cycle, CycleKeys.client(client)), in: transaction.view) != nil
  }

  /// The creates whose values somebody has already, or one before them; whether that matters is for deciding.
  package func taken(
    _ creates: PlainCreates, _ attributes: [IndexedAttribute], in transaction: borrowing WriteTransaction
  ) throws -> [Int] {
    let set = try tables.active(in: transaction.view)
    let prefix = ProjectionKeys.prefix(ofType: CreatedRun.type)
    var found: [Int] = []
    for attribute in attributes {
      let keys = creates.sorted.filter { $0.attribute == attribute.rawValue }
      var rows = PackedRows(keyLength: prefix.count + 9, valueLength: 0, capacity: keys.count)
      for (index, key) in keys.enumerated() {
        if index > 0, keys[index - 1].digest == key.digest { found.append(Int(key.entry)) }
        rows.append {
          $0 += prefix
          $0.append(key.attribute)
          key.digest.appendBigEndian(to: &$0)
        }
      }
      try transaction.forEachPresent(of: rows, in: set.values) { found.append(Int(keys[$0].entry)) }
    }
    return found
  }
}

extension ProjectionTables.Set {
  func fold(_ run: CreatedRun, in transaction: borrowing WriteTransaction) throws {
    guard !run.range.isEmpty else { return }
    try foldSnapshots(run, in: transaction)
    try putValues(run, in: transaction)
    try putStreams(run, in: transaction)
    try foldCycle(run, in: transaction)
    try count(run, in: transaction)
  }

  private func putValues(_ run: CreatedRun, in transaction: borrowing WriteTransaction) throws {
    let prefix = ProjectionKeys.prefix(ofType: CreatedRun.type)
    let keys = run.creates.keys(of: run.range)
    var rows = PackedRows(keyLength: prefix.count + 25, valueLength: 0, capacity: keys.count)
    let first = run.range.lowerBound
    for key in keys {
      rows.append {
        $0 += prefix
        $0.append(key.attribute)
        key.digest.appendBigEndian(to: &$0)
        run.ids[Int(key.entry) - first].append(to: &$0)
      }
    }
    try transaction.put(rows, in: values)
  }

  private func putStreams(_ run: CreatedRun, in transaction: borrowing WriteTransaction) throws {
    var rows = PackedRows(keyLength: 24, valueLength: 3, capacity: run.ids.count)
    for (index, id) in run.ids.enumerated() {
      rows.append {
        id.append(to: &$0)
        run.position(index).appendBigEndian(to: &$0)
        Event.Operation.create.rawValue.appendBigEndian(to: &$0)
        $0.append(1)
      }
    }
    try transaction.put(rows, in: streams)
  }

  private func foldCycle(_ run: CreatedRun, in transaction: borrowing WriteTransaction) throws {
    guard let cycles else { return }
    let key = CycleKeys.marked(run.cycle, CycleKeys.client(run.client))
    guard let (first, present) = try cycle(at: key, in: transaction.view) else { return }
    var row = present
    row.counts.created += run.range.count
    row.last = Position(run.position(run.range.count - 1))
    row.ended = max(row.ended, run.times.upperBound)
    try transaction.put(CycleKeys.row(first), row.bytes, in: cycles)
  }

  private func count(_ run: CreatedRun, in transaction: borrowing WriteTransaction) throws {
    let count = Int64(run.range.count)
    let active = run.creates.entries[run.range].reduce(into: Int64(0)) { $0 += $1.isActive ? 1 : 0 }
    try Counter.add(count, to: Counter.users.key, self, in: transaction)
    try Counter.add(active, to: Counter.activeUsers.key, self, in: transaction)
    let last = Int64(clamping: run.position(run.range.count - 1))
    try Counter.set(Counter.position.key, to: last, self, in: transaction)
    try Counter.set(Counter.lastEvent.key, to: run.times.upperBound, self, in: transaction)
    try Counter.set(Counter.lastChange.key, to: run.times.upperBound, self, in: transaction)
    try Counter.add(count, to: Counter.key(of: .create), self, in: transaction)
  }
}
