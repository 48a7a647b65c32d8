/// When a job goes to quarantine: the thresholds that Microsoft publishes for Entra, as settings.
public struct QuarantinePolicy: Sendable, Hashable {
  /// Fewer failures than this are never looked at.
  public var evaluationStart: Int
  /// More than this many percent of the objects may not fail.
  public var proportion: Int
  /// More failures of objects than this are too many, whatever the proportion.
  public var failures: Int
  /// This many failures of objects and references together are too many.
  public var totalFailures: Int

  public init(
    evaluationStart: Int = 5_000, proportion: Int = 40, failures: Int = 40_000, totalFailures: Int = 60_000
  ) {
    self.evaluationStart = evaluationStart
    self.proportion = proportion
    self.failures = failures
    self.totalFailures = totalFailures
  }

  /// What a cycle has come to.
  public struct Tally: Sendable, Hashable {
    /// Objects that failed, references aside.
    public var failed: Int
    /// References (managers, members) that failed.
    public var failedReferences: Int
    /// Objects that went well or had nothing to be done.
    public var succeeded: Int

    public init(failed: Int = 0, failedReferences: Int = 0, succeeded: Int = 0) {
      self.failed = failed
      self.failedReferences = failedReferences
      self.succeeded = succeeded
    }
  }

  /// Why this tally is too much; nil while it is not.
  public func reason(_ tally: Tally) -> QuarantineReason? {
    if tally.failed &+ tally.failedReferences >= totalFailures { return .totalEscrowThreshold }
    guard tally.failed >= evaluationStart else { return nil }
    if tally.failed > failures { return .baseEscrowThreshold }
    let all = tally.failed &+ tally.succeeded
    let isTooLarge = Double(tally.failed) * 100 > Double(all) * Double(proportion)
    return isTooLarge ? .escrowProportionThreshold : nil
  }

  /// How far a tally is from quarantine, for people.
  public func explanation(_ tally: Tally) -> String {
    let all = tally.failed &+ tally.succeeded
    let percent = all == 0 ? 0 : Int(Double(tally.failed) / Double(all) * 100)
    return
      "\(tally.failed) of \(all) objects failed (\(percent) %), and \(tally.failedReferences) references; "
      + "quarantine begins above \(proportion) % from \(evaluationStart) failures on, above \(failures) "
      + "failures, or at \(totalFailures) failures of all kinds."
  }
}
