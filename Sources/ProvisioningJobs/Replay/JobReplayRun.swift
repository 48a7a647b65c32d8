public import EventLog
import JSONTape
package import Provisioning
public import Replay

/// Makes the recorded events of a job again, one after the other, and compares.
///
/// The state before each is made by folding the recorded events. Each decision is then taken again by the machines
/// that took it, from the recorded image, configuration, clock, seed and answers of the target; what they make is
/// compared, and the *recorded* event is folded, so that one divergence does not bring about others. Nothing is read
/// from source or target, and the ledger is only read.
public final class JobReplayRun {
  public let selection: JobReplaySelection
  private let ledger: JobLedger
  private let scratch: JobScratch
  private let adjusting: (Job) -> Job
  /// Where cycles are driven from: the start of the one that the selection begins in.
  private let drivenFrom: Position
  private var next = Position(1)
  private var waiting: ArraySlice<JobEvent> = []
  /// Looked at and not folded yet.
  private var unfolded: [JobEvent] = []
  /// Whose imports they are, where they are nothing else: another object's import is made again without them.
  private var unfoldedImports: Set<SourceKey>? = []
  private var configuration: JobConfigured?
  private var cycles: [Identifier: CycleReplay] = [:]
  /// Outcomes of events of changes that have begun.
  private var prepared: [Position: ReplayOutcome] = [:]
  /// Changes by the position of their last event.
  private var endings: [Position: (cycle: Identifier, events: [JobEvent])] = [:]
  private var begun: Set<Identifier> = []

  private static let chunk = 1000

  /// - Throws: Errors of the ledger.
  public convenience init(_ selection: JobReplaySelection, in ledger: JobLedger) throws {
    try self.init(selection, in: ledger, adjusting: { $0 })
  }

  /// - Parameter adjusting: What is made of a recorded job before its cycles are made again.
  package init(
    _ selection: JobReplaySelection, in ledger: JobLedger, adjusting: @escaping (Job) -> Job
  ) throws {
    let selection = selection.ending(at: try ledger.head())
    guard selection.first <= selection.last else { throw JobReplayError.nothingSelected }
    self.selection = selection
    self.ledger = ledger
    self.adjusting = adjusting
    scratch = try JobScratch(of: ledger)
    drivenFrom = try ledger.start(ofCyclesAt: selection.first)
  }

  /// Looks at the rest of the selection.
  ///
  /// - Parameter goesOn: Whether divergences after the first one are looked for as well.
  public func report(
    goesOn: Bool = false, progress: (_ position: Position) -> Void = { _ in }
  ) throws -> ReplayReport {
    var report = ReplayReport(first: selection.first, last: selection.last)
    while let step = try nextStep(progress) {
      report.add(step.outcome, of: step.event.position)
      if step.divergence != nil, !goesOn { break }
    }
    return report
  }

  /// The next event of the selection; nil at its end.
  public func nextStep(
    _ progress: (_ position: Position) -> Void = { _ in }
  ) throws -> JobReplayStep? {
    while let event = try nextEvent() {
      if event.position.rawValue.isMultiple(of: UInt64(JobReplayRun.chunk)) { progress(event.position) }
      let outcome = try event.position < drivenFrom ? nil : outcome(of: event)
      unfolded.append(event)
      if event.kind == .sourceImported, let key = event.source {
        unfoldedImports?.insert(key)
      } else {
        unfoldedImports = nil
      }
      try went(through: event)
      if selection.includes(event) {
        return JobReplayStep(
          event: event, outcome: outcome ?? .notReproducible(reason: "the cycle it belongs to is not at hand")
        )
      }
    }
    return nil
  }

  // MARK: - Reading and folding

  /// As the log has it, sealed values sealed.
  private func nextEvent() throws -> JobEvent? {
    if waiting.isEmpty {
      guard next <= selection.last else { return nil }
      try fold()
      let records = try ledger.log.records(from: next, limit: JobReplayRun.chunk)
      guard let last = records.last else { return nil }
      waiting = try records.filter { $0.position <= selection.last }.map { try JobEventCodec.event($0) }[...]
      next = last.position.next
    }
    return waiting.popFirst()
  }

  private func fold() throws {
    try scratch.fold(unfolded)
    unfolded.removeAll(keepingCapacity: true)
    unfoldedImports = []
  }

  /// Takes over what an event tells of the cycles.
  private func went(through event: JobEvent) throws {
    if let facts = try event.facts(as: JobConfigured.self) { configuration = facts }
    guard event.position >= drivenFrom, let id = event.cycle else { return }
    switch event.kind {
    case .cycleStarted, .cycleContinued:
      try fold()
      guard let cycle = try scratch.runningCycle(id) else { return }
      let job = try job(of: cycle, limits: event.facts["limits"]?.objectValue)
      cycles[id] = try CycleReplay(job, cycle, in: scratch.ledger, of: ledger, now: event.time)
    case .cycleEnded: cycles[id] = nil
    case .sourceRead:
      try fold()
      try cycles[id]?.folded(event)
    default: break
    }
    guard let ending = endings.removeValue(forKey: event.position) else { return }
    if let change = event.change { begun.remove(change) }
    try fold()
    try cycles[ending.cycle]?.folded(change: ending.events)
  }

  private func job(of cycle: RunningCycle, limits: JSONObject?) throws -> Job {
    guard let configuration, configuration.hash == cycle.configurationHash else {
      throw JobReplayError.noConfiguration(cycle: cycle.id.description)
    }
    return adjusting(try Job.recorded(configuration, limits: limits))
  }

  // MARK: - Making events again

  private func outcome(of event: JobEvent) throws -> ReplayOutcome {
    if let change = event.change, let id = event.cycle { return try outcome(of: event, change, id) }
    switch event.kind {
    case .configured:
      guard let facts = try event.facts(as: JobConfigured.self) else { break }
      let job = try Job.recorded(facts)
      return verdict(
        [
          MadeEvent(
            JobConfigured(
              hash: job.configurationHash, job: facts.job, schema: facts.schema, actor: facts.actor))
        ], event)
    case .connectionTested:
      return .notReproducible(reason: "Test Connection asked for a name that was made up then")
    case .jobCreated, .jobPaused, .jobResumed, .jobRestarted, .deletionsAllowed, .deletionsRejected:
      return .notReproducible(reason: "it tells what was done to the job, which nothing decides")
    case .cycleStarted:
      try fold()
      return try verdict(cycleStarted(event), event)
    case .cycleContinued:
      try fold()
      return try verdict(cycleContinued(event), event)
    case .sourceImported:
      guard let cycle = event.cycle.flatMap({ cycles[$0] }), let key = event.source else { break }
      if unfoldedImports?.contains(key) != false { try fold() }
      let opened = try ledger.seal.open(event)
      return verdict(try cycle.imported(opened), opened)
    case .escrowClosed:
      guard let cycle = event.cycle.flatMap({ cycles[$0] }) else { break }
      let isExpected = cycle.closing != nil && cycle.closing == event.source
      cycle.closing = nil
      return verdict(isExpected ? [MadeEvent(EscrowClosed())] : [], event)
    default:
      guard let cycle = event.cycle.flatMap({ cycles[$0] }) else { break }
      try fold()
      return verdict(try cycle.made(event).map { [$0] } ?? [], event)
    }
    return .notReproducible(reason: "the cycle it belongs to is not at hand")
  }

  /// Of several that may have been made, the one that was is looked for.
  private func verdict(_ made: [MadeEvent], _ event: JobEvent) -> ReplayOutcome {
    let differences = made.map { $0.differences(from: event) }
    if differences.contains(where: \.isEmpty) { return .identical }
    return .diverged(
      Divergence(
        position: event.position,
        differences: differences.first ?? [
          .init(path: "kind", recorded: .string(event.kind.name), reproduced: nil)
        ]))
  }

  private func outcome(
    of event: JobEvent, _ change: Identifier, _ id: Identifier
  ) throws -> ReplayOutcome {
    if let outcome = prepared.removeValue(forKey: event.position) { return outcome }
    guard !begun.contains(change) else { return .identical }
    guard let cycle = cycles[id] else {
      return .notReproducible(reason: "the cycle it belongs to is not at hand")
    }
    try fold()
    let events = try ledger.events(ofChange: change)
    begun.insert(change)
    if let last = events.last { endings[last.position] = (id, events) }
    guard events.contains(where: selection.includes) else { return .identical }
    let outcomes = try cycle.outcomes(ofChange: events)
    for (event, outcome) in zip(events, outcomes) { prepared[event.position] = outcome }
    return prepared.removeValue(forKey: event.position) ?? .identical
  }

  private func cycleStarted(_ event: JobEvent) throws -> [MadeEvent] {
    guard let facts = try event.facts(as: CycleStarted.self) else { return [] }
    let state = try scratch.ledger.state()
    let kind: CycleKind =
      facts.cycle == .onDemand ? .onDemand : state.needsInitialCycle ? .initial : .incremental
    return [
      MadeEvent(
        CycleStarted(
          cycle: kind, watermark: kind == .incremental ? state.watermark : nil,
          configuration: state.configurationHash ?? "", seed: facts.seed, now: facts.now,
          forcesDeletions: kind != .onDemand && state.forcesDeletions, limits: facts.limits))
    ]
  }

  private func cycleContinued(_ event: JobEvent) throws -> [MadeEvent] {
    guard let facts = try event.facts(as: CycleContinued.self),
      let cycle = try scratch.ledger.state().cycle, cycle.id == event.cycle, !cycle.isOutdated
    else { return [] }
    return [MadeEvent(CycleContinued(reason: JobRunner.continuation, limits: facts.limits))]
  }
}

extension JobLedger {
  /// Makes recorded events again and compares what comes of them; the ledger is only read, also beside a running
  /// job.
  ///
  /// - Parameter goesOn: Whether divergences after the first one are looked for as well.
  /// - Throws: `JobReplayError`; errors of the ledger.
  public func replay(
    _ selection: JobReplaySelection, goesOn: Bool = false,
    progress: (_ position: Position) -> Void = { _ in }
  ) throws -> ReplayReport {
    try JobReplayRun(selection, in: self).report(goesOn: goesOn, progress: progress)
  }
}
