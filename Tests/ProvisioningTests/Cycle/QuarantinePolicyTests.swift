import Provisioning
import Testing

/// The thresholds as Microsoft publishes them, with the vectors that it gives.
@Suite struct `Quarantine policy` {
  struct Vector: Sendable, CustomTestStringConvertible {
    var failed: Int
    var succeeded = 0
    var references = 0
    var reason: QuarantineReason?
    var testDescription: String { "\(failed) fail, \(succeeded) succeed, \(references) references fail" }
  }

  @Test(
    arguments: [
      Vector(failed: 4_000), Vector(failed: 45_000, succeeded: 1_000_000, reason: .baseEscrowThreshold),
      Vector(failed: 30_000, succeeded: 5_000, reason: .escrowProportionThreshold),
      Vector(failed: 20_000, succeeded: 100_000),
      Vector(failed: 40_000, succeeded: 1_000_000, references: 21_000, reason: .totalEscrowThreshold),
      // The borders.
      Vector(failed: 4_999), Vector(failed: 5_000, reason: .escrowProportionThreshold),
      Vector(failed: 5_000, succeeded: 7_500),
      Vector(failed: 5_001, succeeded: 7_500, reason: .escrowProportionThreshold),
      Vector(failed: 40_000, succeeded: 1_000_000),
      Vector(failed: 40_001, succeeded: 1_000_000, reason: .baseEscrowThreshold),
      Vector(failed: 0, references: 59_999),
      Vector(failed: 0, references: 60_000, reason: .totalEscrowThreshold),
      Vector(failed: 0),
    ])
  func `is the published one`(vector: Vector) {
    let tally = QuarantinePolicy.Tally(
      failed: vector.failed, failedReferences: vector.references, succeeded: vector.succeeded)
    #expect(QuarantinePolicy().reason(tally) == vector.reason)
    let distance = QuarantinePolicy().distance(tally)
    #expect(distance.reason == vector.reason)
    #expect(distance.thresholds.contains { $0.reached >= $0.begins } == (vector.reason != nil))
    #expect(QuarantinePolicy().explanation(tally).contains("\(vector.failed) of"))
  }
}
