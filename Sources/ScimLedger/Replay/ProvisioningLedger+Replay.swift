@_exported public import Replay

extension ProvisioningLedger {
  /// Makes recorded events again, each on the directory as it was, and compares what comes of them. The ledger
  /// is only read, also beside a server in another process.
  ///
  /// ```swift
  /// let report = try ledger.replay(.events(from: Position(1), through: ledger.head()))
  /// print("reproduced, \(report.identical) of \(report.compared) identical")
  /// ```
  ///
  /// - Parameter goesOn: Whether divergences after the first one are looked for as well.
  /// - Throws: `EventLogError` and `EventCodecError` where an event can't be read.
  public func replay(
    _ selection: ReplaySelection, goesOn: Bool = false, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> ReplayReport {
    try replayRun(selection).report(goesOn: goesOn, progress: progress)
  }

  /// The same, an event at a time.
  public func replayRun(_ selection: ReplaySelection) throws -> ReplayRun {
    try ReplayRun(selection, in: log)
  }

  /// The events of a person or group, refused and read ones too, also of one that is gone; nil where the log knows
  /// none.
  public func replaySelection(of selector: Selector) throws -> ReplaySelection? {
    ReplaySelection.positions(try history(selector).map(\.position))
  }
}
