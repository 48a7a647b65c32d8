import EventLog
import JSONTape
import Provisioning
import Replay

extension CycleReplay {
  /// Makes a change's events again, on the state as it is before the first of them.
  func outcomes(ofChange events: [JobEvent]) throws -> [ReplayOutcome] {
    guard let first = events.first, let key = first.source else { return [] }
    let replay = ChangeReplay(events: events)
    let isObject = first.kind == .scopeEvaluated
    guard let step = isOnDemand ? (isObject ? .object : .references) : wanted[key] else {
      return replay.outcomes(.init(made: [], end: .finished))
    }
    guard let entry = try ground.ledger.entry(key) else {
      return replay.outcomes(.init(made: [], end: .finished))
    }
    switch step {
    case .object: return replay.outcomes(try objectAttempt(entry, replay))
    case .references: return replay.outcomes(try referenceAttempt(entry, replay))
    case .stage:
      let facts = try ground.stagingFacts(entry).map { facts, targetID in
        if let completed = facts as? ChangeCompleted {
          return MadeEvent(replay.timed(completed), targetID: targetID)
        }
        return MadeEvent(facts, targetID: targetID)
      }
      return replay.outcomes(replay.attempt(facts))
    }
  }

  /// Tries in turn what the log leaves open of what the run saw, and gives the first attempt that is the record,
  /// else the first one.
  private func objectAttempt(
    _ entry: ConnectorEntry, _ replay: ChangeReplay
  ) throws -> ChangeReplay.Attempt {
    var entries = [entry]
    if entry.due?.object == true, entry.due?.references == true {
      // Whoever it points to may have got an account just before or just after it was looked at.
      var earlier = entry
      earlier.due?.references = false
      entries.append(earlier)
    }
    var claims: [Claim?] = [nil]
    if let claim = try claim(replay) { claims.append(claim) }
    var first: ChangeReplay.Attempt?
    for entry in entries {
      guard let run = try ground.objectRun(entry) else { break }
      for reveals in [false, true] {
        for claim in claims {
          let attempt = try replay.attempt(
            run,
            owner: { try claim.map(\.owner) ?? self.owner(of: $0, entry.object.key) },
            reveal: { reveals ? run.revealing($0, except: replay.changedNames) ?? $0 : $0 },
            tail: { try tail($0.completed, $0.failure, entry.object.key, replay) })
          if replay.isReproduced(attempt) { return attempt }
          first = first ?? attempt
        }
      }
    }
    return first ?? .init(made: [], end: .finished)
  }

  private func referenceAttempt(
    _ entry: ConnectorEntry, _ replay: ChangeReplay
  ) throws -> ChangeReplay.Attempt {
    switch try ground.referenceStep(entry) {
    case nil: return .init(made: [], end: .finished)
    case .skip(let completed):
      return replay.attempt([MadeEvent(replay.timed(completed), targetID: completed.targetID)])
    case .run(let run):
      return try replay.attempt(run, owner: { _ in nil }) { outcome in
        guard let completed = outcome.completed else { return [] }
        return try tail(completed, outcome.failure, entry.object.key, replay)
      }
    }
  }

  /// How a change ends: its result, and what becomes of its escrow.
  private func tail(
    _ completed: ChangeCompleted, _ failure: ExportFailure?, _ key: SourceKey, _ replay: ChangeReplay
  ) throws -> [MadeEvent] {
    var completed = replay.timed(completed)
    let escrows = try ground.escrowFacts(key, failure, &completed.dueLeft) { replay.endTime }
    return [MadeEvent(completed, targetID: completed.targetID)]
      + escrows.map { MadeEvent($0, targetID: completed.targetID) }
  }

  // MARK: - Who has an account

  private func owner(of targetID: String, _ key: SourceKey) throws -> SourceKey? {
    let account = SourceKey(type: key.type, id: targetID)
    return try linked[account] ?? ground.ledger.key(ofTarget: targetID, type: key.type)
  }

  /// Whose account the record says it was.
  private struct Claim {
    var owner: SourceKey?
  }

  /// What the record says of that, where it is between objects of this cycle: which of them was first is written
  /// nowhere else.
  private func claim(_ replay: ChangeReplay) throws -> Claim? {
    guard let key = replay.events.first?.source,
      let match = replay.events.first(where: { $0.kind == .matchQueried && $0.targetID != nil }),
      let targetID = match.targetID
    else { return nil }
    let owner = try owner(of: targetID, key)
    guard let completed = try replay.completed else { return nil }
    guard completed.errorCode == "DuplicateSourceEntries" else {
      guard let owner, owner != key, try isInCycle(owner) else { return nil }
      return Claim(owner: nil)
    }
    let name = (completed.reason ?? "").split(separator: ": ").last?.dropLast() ?? ""
    let id = name.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
    let named = SourceKey(type: key.type, id: id)
    return try isInCycle(named) ? Claim(owner: named) : nil
  }

  private func isInCycle(_ key: SourceKey) throws -> Bool {
    try recorded.changes(of: key, limit: .max).contains { change in
      try recorded.events(ofChange: change).first?.cycle == ground.cycle.id
    }
  }
}

extension ChangeReplay {
  /// The recorded end of the change; nil where it has none.
  var completed: ChangeCompleted? {
    get throws {
      try events.first { $0.kind == .changeCompleted }?.facts(as: ChangeCompleted.self)
    }
  }

  /// Whether an attempt came to the record.
  func isReproduced(_ attempt: Attempt) -> Bool {
    outcomes(attempt).allSatisfy { outcome in
      if case .diverged = outcome { false } else { true }
    }
  }

  /// The target attributes that the record says were to change.
  var changedNames: Set<String> {
    Set(
      events.filter { $0.kind == .decisionMade }.flatMap { event in
        (event.facts["modified"]?.arrayValue ?? []).compactMap {
          $0.objectValue?["name"]?.stringValue
        }
      })
  }

  /// With the time it took, which no replay can tell.
  func timed(_ completed: ChangeCompleted) -> ChangeCompleted {
    var timed = completed
    timed.microseconds = (try? self.completed?.microseconds) ?? 0
    return timed
  }

  /// When the change had ended, as its escrow shows it, or else its last event.
  var endTime: Int64 {
    let began = events.first?.time ?? 0
    let event = events.first { $0.kind == .escrowOpened || $0.kind == .escrowRetried }
    guard let event else { return events.first { $0.kind == .changeCompleted }?.time ?? began }
    let name = event.kind == .escrowOpened ? "firstFailure" : "nextAttempt"
    let missed: Int64 = event.kind == .escrowOpened ? 0 : 6 * 3_600_000_000
    let time = (event.facts[name]?.intValue).map { Int64($0) &- missed } ?? event.time
    return time >= began && time <= event.time ? time : event.time
  }

  /// How the object's run ended, by the record; nil where it was cut short.
  var objectOutcome: ObjectOutcome? {
    get throws {
      guard let completed = try completed else { return nil }
      return ObjectOutcome(
        completed: completed, failure: failure(completed), exports: exports, wasAnswered: wasAnswered)
    }
  }

  /// How the second step ended, by the record; nil where it was cut short.
  var referenceOutcome: ReferenceOutcome? {
    get throws {
      guard let completed = try completed else { return nil }
      return ReferenceOutcome(completed: completed, failure: failure(completed), exports: exports)
    }
  }

  private var wasAnswered: Bool {
    events.contains { event in
      (event.kind == .matchQueried || event.kind == .exportAnswered)
        && event.facts["status"]?.intValue.map { TargetResponse.tellsThatTargetWorks(status: $0) } == true
    }
  }

  private var exports: Int {
    events.count { $0.kind == .exportAnswered && !$0.facts.contains("failure") }
  }

  private func failure(_ completed: ChangeCompleted) -> ExportFailure? {
    guard completed.result == .failure, let code = completed.errorCode else { return nil }
    let failures = events.reversed().lazy.compactMap { event in
      event.facts["failure"]?.objectValue.flatMap { ExportFailure($0) }
    }
    return failures.first { $0.code == code }
      ?? ExportFailure(code: code, reason: completed.reason ?? "")
  }
}
