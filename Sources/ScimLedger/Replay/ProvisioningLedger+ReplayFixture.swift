import Replay

extension ProvisioningLedger {
  /// The selected events with all that is needed to make them again elsewhere.
  ///
  /// - Throws: `ReplayFixtureError`.
  public func replayFixture(_ selection: ReplaySelection) throws -> ReplayFixture {
    try ReplayFixture(selection, from: log)
  }
}
