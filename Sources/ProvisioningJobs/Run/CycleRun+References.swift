import EventLog
import Provisioning

extension CycleRun {
  /// Performs the second step for one object: its references.
  func runReferences(_ key: SourceKey) async throws -> ReferenceOutcome {
    guard let entry = try ledger.entry(key), entry.link != nil else {
      return ReferenceOutcome(completed: nil)
    }
    var recorder = ChangeRecorder(
      key: key, cycle: cycle.id, surroundings: runner.surroundings, ledger: ledger)
    switch try ground.referenceStep(entry) {
    case nil: return ReferenceOutcome(completed: nil)
    case .skip(var completed):
      completed.microseconds = recorder.elapsed
      try recorder.record(completed, targetID: completed.targetID)
      try await buffer.add(recorder.take())
      return ReferenceOutcome(completed: completed)
    case .run(let run):
      guard var outcome = try await perform(run, &recorder), var completed = outcome.completed else {
        return ReferenceOutcome(completed: nil)
      }
      try await finish(&completed, outcome.failure, &recorder)
      outcome.completed = completed
      return outcome
    }
  }
}
