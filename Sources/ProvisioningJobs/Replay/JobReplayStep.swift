public import Provisioning
public import Replay

/// One recorded event of a job, and what came of making it again.
public struct JobReplayStep: Sendable {
  /// The event as the log has it.
  public var event: JobEvent
  /// Compared are kind, target id and facts.
  public var outcome: ReplayOutcome

  /// Where the event came out otherwise.
  public var divergence: Divergence? { outcome.divergence }
}
