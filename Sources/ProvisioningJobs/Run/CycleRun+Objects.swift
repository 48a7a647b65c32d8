import EventLog
import LMDB
import Provisioning

extension CycleRun {
  /// Objects of the queue, and what of them this stage would do.
  func due(
    _ stage: CycleStage, _ type: String, after: SourceKey?, limit: Int
  ) throws -> [CycleItem] {
    guard let setting = settings[type] else { return [] }
    let now = runner.surroundings.clock()
    return try ledger.due(type: type, after: after, limit: limit).map { object in
      let due = object.due
      var isDeletion = false
      if stage != .references, due.object, object.link != nil, let entry = try ledger.entry(object.key) {
        let treatment = ObjectTreatment(
          entry, scope: try scope(entry, setting), mapping: setting.mapping,
          skipsOutOfScopeDeletions: job.document.skipsOutOfScopeDeletions)
        isDeletion = treatment.isDeletion(of: entry.link)
      }
      let isWaiting = try ledger.escrow(object.key).map { $0.nextAttempt > now } ?? false
      return CycleItem(
        key: object.key, isObjectDue: due.object, areReferencesDue: due.references && object.link != nil,
        isDeletion: isDeletion, isDeletionAllowed: due.isDeletionAllowed,
        isGone: due.isDeleted && object.link != nil, isWaiting: isWaiting)
    }
  }

  func scope(_ entry: ConnectorEntry, _ setting: ObjectSetting) throws -> ScopeEvaluation {
    var isMember = false
    if job.document.scope == .assigned { isMember = try isMemberOfAssignedGroup(entry.object.key) }
    return job.scope(entry.object, isMemberOfAssignedGroup: isMember, in: setting.mapping)
  }

  private func isMemberOfAssignedGroup(_ key: SourceKey) throws -> Bool {
    for (group, attribute) in try ledger.referrers(of: key.id)
    where group.type == "Group" && attribute == "members" {
      if try ledger.reference(of: group, attribute: attribute, to: key.id) == .unwanted { continue }
      if let known = state.withLock({ $0.assignedGroups[group.id] }) {
        if known { return true }
        continue
      }
      let entry = try ledger.entry(group)
      let isAssigned = entry.map { $0.due?.isDeleted != true && job.carriesAssignment($0.object) } ?? false
      state.withLock { $0.assignedGroups[group.id] = isAssigned }
      if isAssigned { return true }
    }
    return false
  }

  /// Performs one object's way through the cycle.
  func run(_ key: SourceKey) async throws -> ObjectOutcome {
    guard let setting = settings[key.type], let entry = try ledger.entry(key) else {
      return ObjectOutcome(completed: ChangeCompleted(action: .none, result: .skipped))
    }
    var recorder = ChangeRecorder(key: key, cycle: cycle.id, surroundings: runner.surroundings)
    let run = ObjectRun(setting: setting, entry: entry, scope: try scope(entry, setting))
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
    var actions = run.start()[...]
    while let action = actions.popFirst() {
      switch action {
      case .record(let facts, let targetID):
        recorder.record(facts, targetID: targetID)
      case .send(let request):
        if request.method != "GET" { try await buffer.add(recorder.take()) }
        let (answer, microseconds) = await send(request)
        actions += run.answered(answer, microseconds: microseconds)[...]
      case .wait(let seconds):
        try await buffer.add(recorder.take())
        try await runner.surroundings.sleep(seconds)
        actions += run.waited()[...]
      case .findOwner(let targetID):
        actions += run.owned(by: try owner(of: targetID, claimedFor: recorder.key))[...]
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
    let escrows = try escrowFacts(recorder.key, failure, &completed.dueLeft)
    recorder.record(completed, targetID: completed.targetID)
    for facts in escrows { recorder.record(facts, targetID: completed.targetID) }
    try await buffer.add(recorder.take())
  }

  /// What becomes of an object's escrow.
  func escrowFacts(
    _ key: SourceKey, _ failure: ExportFailure?, _ dueLeft: inout ConnectorEntry.Due?
  ) throws -> [any JobFacts] {
    let present = hasEscrows ? try ledger.escrow(key) : nil
    guard let failure else { return present == nil ? [] : [EscrowClosed()] }
    // The job's own credentials are at fault, not the object.
    if failure.status == 401 { return [] }
    let now = runner.surroundings.clock()
    let failures = (present?.attempts ?? 0) + 1
    let first = present?.firstFailure ?? now
    guard let next = schedule.nextAttempt(failures: failures, firstFailure: first, now: now) else {
      dueLeft = nil
      return [EscrowExpired()]
    }
    let fact = EscrowFact(
      code: failure.code, reason: failure.reason, attempts: failures, firstFailure: first, nextAttempt: next)
    return [present == nil ? EscrowOpened(fact) : EscrowRetried(fact)]
  }

  /// Puts a disable or deletion aside until an administrator has looked at it.
  func stage(_ key: SourceKey) async throws {
    guard let setting = settings[key.type], let entry = try ledger.entry(key), let link = entry.link else {
      return
    }
    let scope = try scope(entry, setting)
    let treatment = ObjectTreatment(
      entry, scope: scope, mapping: setting.mapping,
      skipsOutOfScopeDeletions: job.document.skipsOutOfScopeDeletions)
    let action: ProvisioningAction = treatment == .delete ? .delete : .disable
    var recorder = ChangeRecorder(key: key, cycle: cycle.id, surroundings: runner.surroundings)
    recorder.record(
      ScopeEvaluated(
        evaluation: scope.json, isInScope: scope.isInScope, isEntitled: scope.isAssigned || scope.syncsAll))
    recorder.record(
      DecisionMade(
        action: .stagedDelete, reason: "TooManyDeletes",
        texts: ["Its \(action.rawValue) waits: more than the allowed number came in one cycle."]),
      targetID: link.targetID)
    recorder.record(DeletionStaged(action: action, targetID: link.targetID), targetID: link.targetID)
    recorder.record(
      ChangeCompleted(
        action: .stagedDelete, result: .skipped, targetID: link.targetID, reason: "TooManyDeletes",
        microseconds: recorder.elapsed), targetID: link.targetID)
    try await buffer.add(recorder.take())
  }
}
