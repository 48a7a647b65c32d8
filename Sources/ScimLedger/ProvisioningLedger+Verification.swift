import LMDB

extension ProvisioningLedger {
  /// Reads every record, checks its hash and recomputes the Merkle tree over them all.
  ///
  /// - Parameter progress: Called with the events done and the events in all.
  public func verify(progress: (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }) throws
    -> LogVerification
  {
    try log.verify(progress: progress)
  }

  /// Folds the log anew in a throw-away place and compares the projections in use with it; changes nothing.
  public func checkProjections(
    progress: (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
  ) throws -> RebuildReport {
    try ProjectionCheck(log: log, tables: tables).run(progress: progress)
  }

  /// Rebuilds the projections from the log and puts them in place of those in use, while requests are
  /// served; says whether the two were equal.
  ///
  /// - Throws: `LedgerError.rebuildUnderWay`; `EventLogError` where the log is damaged, and then the
  ///   projections in use stay.
  public func rebuild(
    progress: @escaping @Sendable (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
  ) async throws -> RebuildReport {
    let isFree = isRebuilding.withLock { isRebuilding in
      defer { isRebuilding = true }
      return !isRebuilding
    }
    guard isFree else { throw LedgerError.rebuildUnderWay }
    defer { isRebuilding.withLock { $0 = false } }
    let report = try await ProjectionRebuild(log: log, tables: tables).run(progress: progress)
    try tokens.load(from: log, tables)
    return report
  }
}
