/// A job that runs seldom, since too much goes wrong (Graph's synchronizationQuarantine).
public struct Quarantine: Sendable, Hashable {
  public var reason: QuarantineReason
  /// When it was last evaluated and imposed; microseconds since 1970-01-01 UTC, as all times here.
  public var currentBegan: Int64
  /// When it was first imposed since it was last lifted.
  public var seriesBegan: Int64
  /// How often it was evaluated again and stayed.
  public var seriesCount: Int
  public var nextAttempt: Int64?
  /// For people: the counters and thresholds, or the target's refusal.
  public var message: String

  public init(
    reason: QuarantineReason, currentBegan: Int64, seriesBegan: Int64, seriesCount: Int,
    nextAttempt: Int64?, message: String
  ) {
    self.reason = reason
    self.currentBegan = currentBegan
    self.seriesBegan = seriesBegan
    self.seriesCount = seriesCount
    self.nextAttempt = nextAttempt
    self.message = message
  }
}

/// Why a job is in quarantine, in Graph's words.
public enum QuarantineReason: String, Sendable, CaseIterable {
  /// Too many objects failed.
  case baseEscrowThreshold = "EncounteredBaseEscrowThreshold"
  /// Too many objects and references failed together.
  case totalEscrowThreshold = "EncounteredTotalEscrowThreshold"
  /// Too large a part of the objects failed.
  case escrowProportionThreshold = "EncounteredEscrowProportionThreshold"
  /// The credentials were refused, or the target can't be used at all.
  case quarantineException = "EncounteredQuarantineException"
  case unknown = "Unknown"
  case onDemand = "QuarantinedOnDemand"
  /// More disables and deletions in one cycle than the job allows.
  case tooManyDeletes = "TooManyDeletes"
  /// The source could not be read.
  case ingestionInterrupted = "IngestionInterrupted"
}
