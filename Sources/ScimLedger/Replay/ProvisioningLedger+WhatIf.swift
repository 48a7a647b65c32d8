import Replay

extension ProvisioningLedger {
  /// Decides recorded requests again under other settings, each on the directory as it was when it was made, and
  /// says which would have come to something else. Nothing is written.
  ///
  /// - Throws: `SCIMError` for a schema document that can't be registered; `EventLogError` and
  ///   `EventCodecError` where an event can't be read.
  public func whatIf(
    _ change: WhatIf, _ selection: ReplaySelection, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> WhatIfReport {
    try ReplayRun.whatIf(change, selection, in: log, progress: progress)
  }
}
