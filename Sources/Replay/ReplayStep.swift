public import Directory

/// One recorded event, and what came of making it again.
public struct ReplayStep: Sendable {
  /// The event as the log has it.
  public var event: Event
  public var outcome: ReplayOutcome
  /// The event as it was made now; nil where none was.
  public var reproduced: Event?

  public var divergence: Divergence? { outcome.divergence }
}
