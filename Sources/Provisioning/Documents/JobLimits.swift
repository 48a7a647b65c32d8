/// How much may go wrong before a job slows down or stops.
public struct JobLimits: Sendable, Hashable {
  /// The most deletions and disables in one cycle; with more, all of them wait for an administrator.
  ///
  /// Nil where there is no limit.
  public var deletions: Int?
  /// Hours after its first failure at which an object is tried again; after the last, every 24 hours.
  public var escrowRetryHours: [Int]
  /// Days after which an object that keeps failing is given up.
  public var escrowDays: Int
  /// Failures from which on a quarantine is thought of at all.
  public var quarantineEvaluationStart: Int
  /// Percent of a cycle's objects; with more failures the job goes to quarantine.
  public var quarantineProportion: Int
  /// With more failures than this the job goes to quarantine whatever their proportion.
  public var quarantineFailures: Int
  /// The same with the failures of references counted too.
  public var quarantineTotalFailures: Int
  /// Hours between two cycles in quarantine.
  public var quarantineIntervalHours: Int
  /// Days of quarantine after which the job is disabled.
  public var quarantineDays: Int

  public init(
    deletions: Int? = 500, escrowRetryHours: [Int] = [6, 12, 24], escrowDays: Int = 28,
    quarantineEvaluationStart: Int = 5000, quarantineProportion: Int = 40, quarantineFailures: Int = 40_000,
    quarantineTotalFailures: Int = 60_000, quarantineIntervalHours: Int = 24, quarantineDays: Int = 28
  ) {
    self.deletions = deletions
    self.escrowRetryHours = escrowRetryHours
    self.escrowDays = escrowDays
    self.quarantineEvaluationStart = quarantineEvaluationStart
    self.quarantineProportion = quarantineProportion
    self.quarantineFailures = quarantineFailures
    self.quarantineTotalFailures = quarantineTotalFailures
    self.quarantineIntervalHours = quarantineIntervalHours
    self.quarantineDays = quarantineDays
  }
}
