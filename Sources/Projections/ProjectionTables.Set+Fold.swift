import Directory
import EventLog
import LMDB
import SCIM

extension ProjectionTables.Set {
  /// Folds one event into these tables.
  ///
  /// - Parameter record: Finds an earlier event, for what a change takes away.
  func fold(
    _ event: Event, in transaction: borrowing WriteTransaction, record: (Position) throws -> Record?
  ) throws {
    // Only what changes the directory looks at the snapshots, and the log's first event, which begins them.
    let isFirst = event.position == Position(1)
    let known = event.effect == nil && !isFirst ? nil : try snapshotState(in: transaction.view)
    var snapshots = known
    let before = try foldDirectory(event, &snapshots, in: transaction, record: record)
    if let known, let snapshots {
      try advanceSnapshots(snapshots, before: known, at: event.position, in: transaction)
    }
    try foldCycle(event, before: before, in: transaction)
    try foldCredentials(event, in: transaction)
    try foldImported(event, in: transaction)
    try count(event, in: transaction)
  }

  /// Folds what deciding and reading look at: the directory, its streams and the settings.
  ///
  /// - Parameters:
  ///   - snapshots: Where the versions of rows are noted too; nil where they are not.
  ///   - versions: Where resources may be at hand as earlier events left them.
  /// - Returns: The resource as it was before.
  @discardableResult
  func foldDirectory(
    _ event: Event, _ snapshots: inout SnapshotState?, in transaction: borrowing WriteTransaction,
    versions: ResourceVersions? = nil, record: (Position) throws -> Record?
  ) throws -> StoredResource? {
    var before: StoredResource?
    if event.effect != nil, let previous = event.previous {
      if let known = versions?[previous] {
        before = known
      } else {
        guard let record = try record(previous) else { throw EventLogError.missingRecord(previous) }
        before = StoredResource(try EventCodec.event(record))
      }
    }
    for change in evolve(event, before: before) {
      try apply(change, at: event.position, &snapshots, in: transaction)
    }
    if let id = event.resource {
      let flags: UInt8 = (event.effect == nil ? 0 : 1) | (event.isRefused ? 2 : 0)
      try transaction.put(
        ProjectionKeys.stream(id, event.position), event.operation.rawValue.bigEndianBytes + [flags],
        in: streams)
    }
    try foldSettings(event, in: transaction)
    return before
  }

  private func count(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    try Counter.set(Counter.position.key, to: Int64(clamping: event.position.rawValue), self, in: transaction)
    try Counter.set(Counter.lastEvent.key, to: event.time.microseconds, self, in: transaction)
    if event.effect != nil {
      try Counter.set(Counter.lastChange.key, to: event.time.microseconds, self, in: transaction)
    }
    try Counter.add(1, to: Counter.key(of: event.operation), self, in: transaction)
    if event.isRefused { try Counter.add(1, to: Counter.refused.key, self, in: transaction) }
    if !event.tolerances.isEmpty { try Counter.add(1, to: Counter.tolerated.key, self, in: transaction) }
  }
}
