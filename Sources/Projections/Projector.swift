public import Directory
public import EventLog
public import LMDB

/// Folds events into the projections, in the same transaction that appends them or, in a rebuild, from the log.
public struct Projector: Sendable {
  let log: LMDBEventLog
  let tables: ProjectionTables

  public init(log: LMDBEventLog, tables: ProjectionTables) {
    self.log = log
    self.tables = tables
  }

  /// Folds of one event what deciding and reading look at, and no views of the log.
  package func foldDirectory(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    let versions = tables.versions
    var snapshots: SnapshotState?
    try tables.active(in: transaction.view).foldDirectory(
      event, &snapshots, in: transaction, versions: versions
    ) { position in
      try log.record(at: position, in: transaction.view)
    }
    guard let versions, event.effect != nil else { return }
    if let previous = event.previous { versions.forget(previous) }
    if let resource = StoredResource(event) { versions.keep(resource) }
  }

  /// Folds of one event the ledger's settings alone.
  package func foldSettings(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    try tables.active(in: transaction.view).foldSettings(event, in: transaction)
  }

  /// Folds one event into the set in use.
  public func fold(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    try tables.active(in: transaction.view).fold(event, in: transaction) { position in
      try log.record(at: position, in: transaction.view)
    }
  }
}

extension ProjectionTables {
  /// Folds a log's first event, before which there is none to be looked up.
  public func foldFirst(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    try a.fold(event, in: transaction) { _ in nil }
  }
}
