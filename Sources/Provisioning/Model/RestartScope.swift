/// What a restart of a job forgets, in Graph's words (synchronizationJobRestartCriteria, `resetScope`).
public enum RestartScope: String, Sendable, CaseIterable {
  /// The links between source objects and accounts: every object is matched again.
  case connectorDataStore = "ConnectorDataStore"
  /// The failures that wait for another attempt.
  case escrows = "Escrows"
  /// Where the last read of the source ended: every object is looked at again.
  case watermark = "Watermark"
  case quarantineState = "QuarantineState"
  /// All of the above.
  case full = "Full"
  /// Lets through the deletions that were staged.
  case forceDeletes = "ForceDeletes"

  /// What "Clear current state and restart synchronization" means: links are kept.
  public static let standard: Set<RestartScope> = [.quarantineState, .watermark, .escrows]

  /// The scope's parts: those of `full` are named one by one.
  public static func parts(of scopes: Set<RestartScope>) -> Set<RestartScope> {
    guard scopes.contains(.full) else { return scopes }
    return scopes.union([.connectorDataStore, .escrows, .watermark, .quarantineState])
  }
}
