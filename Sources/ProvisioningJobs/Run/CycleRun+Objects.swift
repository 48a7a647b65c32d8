import EventLog
import LMDB
import Provisioning

extension CycleRun {
  /// Performs one object's way through the cycle.
  func run(_ key: SourceKey) async throws -> ObjectOutcome {
    guard let entry = try ledger.entry(key), let run = try ground.objectRun(entry) else {
      return ObjectOutcome(completed: ChangeCompleted(action: .none, result: .skipped))
    }
    var recorder = ChangeRecorder(
      key: key, cycle: cycle.id, surroundings: runner.surroundings, ledger: ledger)
    guard var outcome = try await perform(run, &recorder) else {
      return ObjectOutcome(completed: ChangeCompleted(action: .none, result: .skipped))
    }
    if case .set(let link) = outcome.completed.link {
      state.withLock { $0.linked[SourceKey(type: key.type, id: link.targetID)] = key }
    }
    try await finish(&outcome.completed, outcome.failure, &recorder)
    return outcome
  }

  /// Does what a run says until it is over. What it records is with the ledger before anything is written to the
  /// target.
  func perform<Run: ProvisioningRun>(
    _ begun: Run, _ recorder: inout ChangeRecorder
  ) async throws -> Run.Outcome? {
    var run = begun
    var actions = ActionQueue(run.start())
    while let action = actions.next() {
      switch action {
      case .record(let facts, let targetID):
        try recorder.record(facts, targetID: targetID)
      case .send(let request):
        if request.method != "GET" { try await buffer.add(recorder.take()) }
        let (answer, microseconds) = await send(request)
        actions.add(run.answered(answer, microseconds: microseconds))
      case .wait(let seconds):
        try await buffer.add(recorder.take())
        try await runner.surroundings.sleep(seconds)
        actions.add(run.waited())
      case .findOwner(let targetID):
        actions.add(run.owned(by: try owner(of: targetID, claimedFor: recorder.key)))
      case .finish(let outcome):
        return outcome
      }
    }
    return nil
  }

  /// Which object an account belongs to; nil where it belongs to none so far, and from now on to this one.
  private func owner(of targetID: String, claimedFor key: SourceKey) throws -> SourceKey? {
    let stored = try ledger.key(ofTarget: targetID, type: key.type)
    let account = SourceKey(type: key.type, id: targetID)
    return state.withLock { state in
      if let owner = state.linked[account] ?? stored { return owner }
      state.linked[account] = key
      return nil
    }
  }

  func send(_ request: TargetRequest) async -> (Result<TargetResponse, TransportFailure>, Int) {
    let start = ContinuousClock.now
    let answer: Result<TargetResponse, TransportFailure>
    do throws(TransportFailure) {
      answer = .success(try await runner.target.send(request, cycle: cycle.id))
    } catch {
      answer = .failure(error)
    }
    let elapsed = (ContinuousClock.now - start).components
    return (answer, Int(elapsed.seconds) * 1_000_000 + Int(elapsed.attoseconds / 1_000_000_000_000))
  }

  /// Keeps how a change ended, and what becomes of its escrow.
  func finish(
    _ completed: inout ChangeCompleted, _ failure: ExportFailure?, _ recorder: inout ChangeRecorder
  ) async throws {
    completed.microseconds = recorder.elapsed
    let escrows = try ground.escrowFacts(
      recorder.key, failure, &completed.dueLeft, now: runner.surroundings.clock)
    try recorder.record(completed, targetID: completed.targetID)
    for facts in escrows { try recorder.record(facts, targetID: completed.targetID) }
    try await buffer.add(recorder.take())
  }

  /// Puts a disable or deletion aside until an administrator has looked at it.
  func stage(_ key: SourceKey) async throws {
    guard let entry = try ledger.entry(key) else { return }
    var recorder = ChangeRecorder(
      key: key, cycle: cycle.id, surroundings: runner.surroundings, ledger: ledger)
    for (facts, targetID) in try ground.stagingFacts(entry) {
      guard var completed = facts as? ChangeCompleted else {
        try recorder.record(facts, targetID: targetID)
        continue
      }
      completed.microseconds = recorder.elapsed
      try recorder.record(completed, targetID: targetID)
    }
    try await buffer.add(recorder.take())
  }
}

/// What a run wants done, in order.
private struct ActionQueue<Action> {
  private var actions: [Action]

  init(_ actions: [Action]) { self.actions = actions }

  /// Few are there at a time, so that moving the rest up costs less than a copy of what is taken.
  mutating func next() -> Action? { actions.isEmpty ? nil : actions.removeFirst() }

  mutating func add(_ more: [Action]) {
    if actions.isEmpty { actions = more } else { actions.append(contentsOf: more) }
  }
}
