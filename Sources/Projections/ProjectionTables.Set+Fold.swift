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
    let before = try foldDirectory(event, in: transaction, record: record)
    try foldCycle(event, before: before, in: transaction)
    try foldCredentials(event, in: transaction)
    try count(event, in: transaction)
  }

  /// Folds what deciding and reading look at: the directory, its streams and the settings.
  ///
  /// - Parameter versions: Where resources may be at hand as earlier events left them.
  /// - Returns: The resource as it was before.
  @discardableResult
  func foldDirectory(
    _ event: Event, in transaction: borrowing WriteTransaction, versions: ResourceVersions? = nil,
    record: (Position) throws -> Record?
  ) throws -> StoredResource? {
    var before: StoredResource?
    if event.effect != nil, let previous = event.previous {
      before = versions?[previous]
    }
    if before == nil, event.effect != nil, let previous = event.previous {
      guard let record = try record(previous) else { throw EventLogError.missingRecord(previous) }
      before = StoredResource(try EventCodec.event(record))
    }
    for change in evolve(event, before: before) { try apply(change, in: transaction) }
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
