import EventLog
import LMDB
import Provisioning

/// Performs the actions of one cycle's machine.
final class CycleRun: Sendable {
  struct State: Sendable {
    var seen: Set<SourceKey> = []
    var problems: [SourceProblem] = []
    /// Accounts linked in this cycle, whose events may not be written yet.
    var linked: [SourceKey: SourceKey] = [:]
    var done = 0
    var total: Int?
    var stage: CycleStage = .importing
    var wasStopped = false
  }

  let runner: JobRunner
  let ground: CycleGround
  let buffer: EventBuffer
  let progress: @Sendable (CycleProgress) -> Void
  let state = Locked(State())
  private let machine: Locked<CycleMachine>

  var job: Job { ground.job }
  var ledger: JobLedger { ground.ledger }
  var cycle: RunningCycle { ground.cycle }
  var settings: [String: ObjectSetting] { ground.settings }
  var imports: SourceImport { ground.imports }

  init(
    _ runner: JobRunner, _ cycle: RunningCycle, progress: @escaping @Sendable (CycleProgress) -> Void
  ) throws {
    self.runner = runner
    ground = try CycleGround(runner.job, runner.ledger, cycle)
    self.progress = progress
    buffer = EventBuffer(runner.ledger)
    machine = Locked(CycleMachine(try ground.setting()))
  }

  func perform() async throws -> CycleReport {
    var end: CycleEnd?
    try await withThrowingTaskGroup(of: [CycleMachine.Action].self) { group in
      var actions = handle(.begin)[...]
      while true {
        while let action = actions.popFirst() {
          switch action {
          case .read(let request):
            if request.continuation == nil { try await forgetWhatWasSeen() }
            group.addTask { self.took(await self.read(request)) }
          case .take(let page):
            actions = handle(.imported(try await take(page)))[...] + actions
          case .markMissing:
            try await markMissing()
            actions = handle(.missingMarked)[...] + actions
          case .loadDue(let stage, let type, let after, let limit):
            let items = try ground.due(
              stage, type, after: after, limit: limit, now: runner.surroundings.clock())
            actions += handle(.due(items, isEnd: items.count < limit))[...]
          case .run(let key):
            group.addTask { try await self.runObjects(from: key) }
          case .runReferences(let key):
            group.addTask { self.took(.referencesFinished(key, try await self.runReferences(key))) }
          case .stage(let key):
            try await stage(key)
            actions += handle(.staged(key))[...]
          case .record(let facts):
            try await buffer.add(JobBatch([event(facts)], seal: ledger.seal))
          case .flush:
            try await buffer.flush()
            enter(machine.withLock { $0.stage })
          case .end(let ended):
            end = ended
          }
        }
        guard let more = try await group.next() else { return }
        actions += more[...]
      }
    }
    return try await report(end)
  }

  /// A read begins anew: what an earlier one took over must be in the tables, where it is looked up.
  private func forgetWhatWasSeen() async throws {
    let isEmpty = state.withLock { state in
      defer { state.seen = [] }
      return state.seen.isEmpty
    }
    if !isEmpty { try await buffer.flush() }
  }

  /// Runs an object and those that come after it, until something else is to be done.
  private func runObjects(from first: SourceKey) async throws -> [CycleMachine.Action] {
    var key = first
    while true {
      let actions = took(.finished(key, try await run(key)))
      // The next object needs no task of its own and nobody to start it.
      guard actions.count == 1, case .run(let next) = actions[0] else { return actions }
      key = next
    }
  }

  private func handle(_ input: CycleMachine.Input) -> [CycleMachine.Action] {
    machine.withLock { $0.handle(input) }
  }

  /// Gives the machine what a task came to, and after it the wish to stop, once.
  private func took(_ input: CycleMachine.Input) -> [CycleMachine.Action] {
    note(input)
    let actions = handle(input)
    guard runner.isStopping.withLock({ $0 }) else { return actions }
    let isFirst = state.withLock { state in
      defer { state.wasStopped = true }
      return !state.wasStopped
    }
    return isFirst ? actions + handle(.stop) : actions
  }

  private func report(_ end: CycleEnd?) async throws -> CycleReport {
    let counts = try ledger.state().cycle?.counts ?? cycle.counts
    if let end {
      try await ledger.append([
        event(CycleEnded(state: end.state, counts: counts, watermark: end.watermark, error: end.error))
      ])
    }
    return CycleReport(
      id: cycle.id, kind: cycle.kind, outcome: end?.state, counts: counts, error: end?.error,
      quarantine: try ledger.state().quarantine, problems: state.withLock { $0.problems })
  }

  func event(_ facts: any JobFacts, source: SourceKey? = nil) -> JobEvent {
    var event = event(of: source)
    event.kind = type(of: facts).kind
    event.facts = facts.json
    return event
  }

  func append(_ facts: any JobFacts, of source: SourceKey?, to batch: inout JobBatch) throws {
    try batch.append(facts, of: event(of: source))
  }

  private func event(of source: SourceKey?) -> JobEvent {
    let now = runner.surroundings.clock()
    return JobEvent(
      id: Identifier(microseconds: now, random: runner.surroundings.random()), time: now,
      kind: .sourceImported, cycle: cycle.id, source: source)
  }

  // MARK: - Progress

  private func enter(_ stage: CycleStage) {
    let total = stage == .importing ? nil : try? ledger.dueCount()
    state.withLock { state in
      guard state.stage != stage else { return }
      state.stage = stage
      state.done = 0
      state.total = total
    }
    tell()
  }

  private func note(_ input: CycleMachine.Input) {
    switch input {
    case .finished, .referencesFinished: state.withLock { $0.done += 1 }
    default: return
    }
    tell()
  }

  func tell() {
    let now = state.withLock { CycleProgress(stage: $0.stage, done: $0.done, total: $0.total) }
    progress(now)
  }
}
