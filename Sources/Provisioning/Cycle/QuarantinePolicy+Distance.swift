public import JSONTape

extension QuarantinePolicy {
  /// How far a cycle is from each threshold.
  public struct Distance: Sendable, Hashable {
    public var thresholds: [Threshold]
    /// The threshold that has been passed; nil while none has.
    public var reason: QuarantineReason?

    /// One way into quarantine.
    public struct Threshold: Sendable, Hashable {
      public var name: String
      public var reached: Int
      /// The first number that is too much.
      public var begins: Int
      /// What else has to hold.
      public var note: String?
    }

    /// By the thresholds' names, each with `reached` and `begins`; and `reason`.
    public var json: JSONObject {
      var object = JSONObject(
        thresholds.map { threshold in
          (
            threshold.name,
            [
              "reached": .number(JSONNumber(threshold.reached)),
              "begins": .number(JSONNumber(threshold.begins)),
            ]
          )
        })
      object["reason"] = reason.map { .string($0.rawValue) }
      return object
    }
  }

  public func distance(_ tally: Tally) -> Distance {
    let all = tally.failed &+ tally.succeeded
    // More than so many percent of all, in whole objects.
    let tooLarge = Int(Double(all) * Double(proportion) / 100) &+ 1
    return Distance(
      thresholds: [
        .init(
          name: "proportion", reached: tally.failed, begins: max(tooLarge, evaluationStart),
          note: "more than \(proportion) % of \(all) objects, from \(evaluationStart) failures on"),
        .init(
          name: "failures", reached: tally.failed, begins: max(failures &+ 1, evaluationStart),
          note: "of objects"),
        .init(
          name: "totalFailures", reached: tally.failed &+ tally.failedReferences, begins: totalFailures,
          note: "of objects and references together"),
      ], reason: reason(tally))
  }

  /// The thresholds of a job.
  public init(_ limits: JobLimits) {
    self.init(
      evaluationStart: limits.quarantineEvaluationStart, proportion: limits.quarantineProportion,
      failures: limits.quarantineFailures, totalFailures: limits.quarantineTotalFailures)
  }
}

extension QuarantinePolicy.Tally {
  /// What a cycle's counters say. They don't tell references from objects, so that a failure of either counts as
  /// one of an object.
  public init(_ counts: CycleCounts) {
    let failed = counts.count(.failure)
    self.init(failed: failed, succeeded: counts.completed &- failed)
  }
}
