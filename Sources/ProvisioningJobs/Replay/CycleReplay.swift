import EventLog
import JSONTape
import Provisioning

/// A recorded cycle whose machine is driven by the record: what the source gave and how each object ended is taken
/// from there, and what the machine makes of that is compared.
final class CycleReplay {
  enum Step {
    case object, references, stage
  }

  private enum Expectation {
    case nothing, page, missing
  }

  let ground: CycleGround
  /// The ledger that is replayed.
  let recorded: JobLedger
  let isOnDemand: Bool
  /// What the machine wants to be done and the record has not had yet.
  private(set) var wanted: [SourceKey: Step] = [:]
  /// Accounts that were matched or made in this cycle, by target type and id.
  var linked: [SourceKey: SourceKey] = [:]
  /// The object whose escrow an import has just closed.
  var closing: SourceKey?
  /// Those whose escrow was closed since the page began: a page is taken over as a whole.
  var closed: Set<SourceKey> = []
  private var machine: CycleMachine
  private var expectation = Expectation.nothing
  private var facts: [any JobFacts] = []
  private var end: CycleEnd?
  private var hasProblems = false
  private var now: Int64

  /// - Parameters:
  ///   - ledger: The state just after the cycle began or was continued.
  ///   - now: When that was.
  init(
    _ job: Job, _ cycle: RunningCycle, in ledger: JobLedger, of recorded: JobLedger, now: Int64
  ) throws {
    ground = try CycleGround(job, ledger, cycle)
    self.recorded = recorded
    self.now = now
    isOnDemand = cycle.kind == .onDemand
    machine = CycleMachine(try ground.setting())
    if !isOnDemand { try perform(machine.handle(.begin)) }
  }

  private func perform(_ begun: [CycleMachine.Action]) throws {
    var actions = begun[...]
    while let action = actions.popFirst() {
      switch action {
      case .read: expectation = .page
      case .take(var page):
        page.changes = []
        let tally = CycleImportTally(page: page, problems: page.problems.count)
        actions = machine.handle(.imported(tally))[...] + actions
      case .markMissing: expectation = .missing
      case .loadDue(let stage, let type, let after, let limit):
        let items = try ground.due(stage, type, after: after, limit: limit, now: now)
        actions += machine.handle(.due(items, isEnd: items.count < limit))[...]
      case .run(let key): wanted[key] = .object
      case .runReferences(let key): wanted[key] = .references
      case .stage(let key): wanted[key] = .stage
      case .record(let made): facts.append(made)
      case .flush: break
      case .end(let ended): end = ended
      }
    }
  }

  // MARK: - Events of the cycle itself

  /// The event as it is made again before it is folded; nil where none would be there.
  func made(_ event: JobEvent) throws -> MadeEvent? {
    now = event.time
    switch event.kind {
    case .sourceRead: return try event.facts(as: SourceRead.self).flatMap { sourceRead($0) }
    case .quarantineEntered:
      if let facts = try event.facts(as: QuarantineEntered.self) { try failSource(facts) }
      return facts.isEmpty ? nil : MadeEvent(facts.removeFirst())
    case .quarantineLeft: return facts.isEmpty ? nil : MadeEvent(facts.removeFirst())
    case .cycleEnded: return try event.facts(as: CycleEnded.self).flatMap { try cycleEnded($0) }
    default: return nil
    }
  }

  /// Goes on from an event that is folded by now.
  func folded(_ event: JobEvent) throws {
    guard event.kind == .sourceRead, let read = try event.facts(as: SourceRead.self) else { return }
    closed = []
    switch expectation {
    case .nothing: break
    case .page:
      hasProblems = hasProblems || !read.problems.isEmpty
      // The machine may want the next page before it takes this one.
      expectation = .nothing
      try perform(
        machine.handle(
          .page(
            SourcePage(
              changes: [], continuation: read.continuation, watermark: read.watermark,
              isSnapshot: read.isSnapshot, problems: read.problems))))
    case .missing:
      expectation = .nothing
      try perform(machine.handle(.missingMarked))
    }
  }

  /// Goes on from a change whose last event is folded by now.
  func folded(change events: [JobEvent]) throws {
    guard let key = events.first?.source else { return }
    let replay = ChangeReplay(events: events)
    now = events.last?.time ?? now
    if let completed = try replay.completed, case .set(let link) = completed.link {
      linked[SourceKey(type: key.type, id: link.targetID)] = key
    }
    guard let step = wanted[key], let outcome = try replay.objectOutcome else { return }
    wanted[key] = nil
    switch step {
    case .object: try perform(machine.handle(.finished(key, outcome)))
    case .references:
      guard let outcome = try replay.referenceOutcome else { return }
      try perform(machine.handle(.referencesFinished(key, outcome)))
    case .stage: try perform(machine.handle(.staged(key)))
    }
  }

  private func sourceRead(_ read: SourceRead) -> MadeEvent? {
    switch expectation {
    case .nothing: return nil
    case .missing: return MadeEvent(SourceRead(changes: 0, isSnapshot: true, isLast: true))
    case .page:
      var made = read
      let hadProblems = hasProblems || !read.problems.isEmpty
      made.isLast = read.continuation == nil && (!read.isSnapshot || hadProblems)
      return MadeEvent(made)
    }
  }

  /// That the source could not be read shows only in what came of it.
  private func failSource(_ quarantine: QuarantineEntered) throws {
    guard facts.isEmpty, expectation == .page else { return }
    let parts = quarantine.message.split(separator: ": ", maxSplits: 1).map(String.init)
    let code: SourceError.Code = quarantine.reason == .quarantineException ? .unauthorized : .unavailable
    expectation = .nothing
    try perform(
      machine.handle(
        .sourceFailed(SourceError(code, place: parts.first ?? "", reason: parts.last ?? ""))))
  }

  private func cycleEnded(_ recorded: CycleEnded) throws -> MadeEvent? {
    let state = try ground.ledger.state()
    if isOnDemand {
      let counts = state.onDemand?.counts ?? CycleCounts()
      let outcome: CycleOutcome =
        recorded.error != nil ? .failed : counts.count(.failure) == 0 ? .succeeded : .entryLevelErrors
      return MadeEvent(CycleEnded(state: outcome, counts: counts, error: recorded.error))
    }
    let counts = state.cycle?.counts ?? CycleCounts()
    // The next cycle ends one that was cut short and can't go on.
    if recorded.state == .interrupted { return MadeEvent(CycleEnded(state: .interrupted, counts: counts)) }
    guard let end else { return nil }
    return MadeEvent(
      CycleEnded(state: end.state, counts: counts, watermark: end.watermark, error: end.error))
  }
}
