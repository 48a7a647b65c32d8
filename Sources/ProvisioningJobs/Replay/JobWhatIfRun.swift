import EventLog
import JSONTape
import Provisioning

/// Decides the objects of recorded cycles again under another configuration.
///
/// The state before each object is made by folding the recorded events, as a replay does it.
final class JobWhatIfRun {
  private let change: JobWhatIf
  private let selection: JobReplaySelection
  private let ledger: JobLedger
  private let scratch: JobScratch
  private let drivenFrom: Position
  private var unfolded: [JobEvent] = []
  private var configuration: JobConfigured?
  private var cycles: [Identifier: Cycle] = [:]
  private var accounts: RecordedAccounts
  private var report = JobWhatIfReport()

  private struct Cycle {
    var ground: CycleGround
    var setting: CycleSetting
    var decided: [DecidedObject] = []
  }

  private static let chunk = 1000

  init(_ change: JobWhatIf, _ selection: JobReplaySelection, in ledger: JobLedger) throws {
    let selection = selection.ending(at: try ledger.head())
    guard selection.first <= selection.last else { throw JobReplayError.nothingSelected }
    self.change = change
    self.selection = selection
    self.ledger = ledger
    scratch = try JobScratch(of: ledger)
    drivenFrom = try ledger.start(ofCyclesAt: selection.first)
    accounts = RecordedAccounts(try ledger.otherSettings(change, through: selection.last))
  }

  func perform(_ progress: (Position) -> Void) throws -> JobWhatIfReport {
    var next = Position(1)
    while next <= selection.last {
      let records = try ledger.log.records(from: next, limit: JobWhatIfRun.chunk)
      guard let last = records.last else { break }
      for record in records where record.position <= selection.last {
        let event = try JobEventCodec.event(record)
        try decide(event)
        unfolded.append(event)
        try accounts.take(event)
        try went(through: event)
      }
      try fold()
      next = last.position.next
      progress(last.position)
    }
    for id in cycles.keys.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) { end(id) }
    return report
  }

  private func fold() throws {
    try scratch.fold(unfolded)
    unfolded.removeAll(keepingCapacity: true)
  }

  private func went(through event: JobEvent) throws {
    if let facts = try event.facts(as: JobConfigured.self) { configuration = facts }
    guard event.position >= drivenFrom, let id = event.cycle else { return }
    switch event.kind {
    case .cycleStarted, .cycleContinued:
      try fold()
      guard let cycle = try scratch.runningCycle(id) else { return }
      guard let configuration, configuration.hash == cycle.configurationHash else {
        throw JobReplayError.noConfiguration(cycle: id.description)
      }
      let job = try Job.recorded(configuration, limits: event.facts["limits"]?.objectValue)
      let (other, leftOut) = try change.applied(to: job)
      report.leaveOut(leftOut)
      let ground = try CycleGround(other, scratch.ledger, cycle)
      cycles[id] = Cycle(
        ground: ground, setting: try ground.setting(), decided: cycles[id]?.decided ?? [])
    case .cycleEnded: end(id)
    default: break
    }
  }

  private func end(_ id: Identifier) {
    guard let cycle = cycles.removeValue(forKey: id), !cycle.decided.isEmpty else { return }
    report.add(cycle.decided, cycle: id, setting: cycle.setting)
  }

  /// The first event of an object's change is where it is decided.
  private func decide(_ event: JobEvent) throws {
    guard event.kind == .scopeEvaluated, selection.includes(event), let id = event.cycle,
      let change = event.change, let key = event.source, let cycle = cycles[id]
    else { return }
    try fold()
    let replay = ChangeReplay(events: try ledger.events(ofChange: change))
    guard let was = try Decided(replay), let entry = try scratch.ledger.entry(key),
      let setting = cycle.ground.settings[key.type], let run = try cycle.ground.objectRun(entry)
    else { return }
    // What it was told before it wrote anything is what the target had then.
    for event in replay.events.prefix(while: { $0.kind != .exportAnswered }) { try accounts.take(event) }
    let decision = ObjectDecision(
      setting: setting, run: run, entry: entry, accounts: accounts,
      answers: try replay.answers { run.revealing($0, except: replay.changedNames) ?? $0 },
      owner: { [scratch] in try scratch.ledger.key(ofTarget: $0, type: key.type) })
    cycles[id]?.decided.append(
      DecidedObject(
        key: key, position: event.position, isDeletionAllowed: entry.due?.isDeletionAllowed == true,
        was: was, wouldBe: try decision.decided()))
  }
}

extension ChangeReplay {
  /// What the target answered to each question before anything was written.
  fileprivate func answers(_ reveal: (JSONObject) -> JSONObject) throws -> [String: RecordedAnswer] {
    var answers: [String: RecordedAnswer] = [:]
    for event in events.prefix(while: { $0.kind != .exportAnswered }) {
      guard let facts = try event.facts(as: MatchQueried.self) else { continue }
      let request = TargetRequest(method: facts.method, path: facts.path, query: facts.query)
      answers[request.line] = RecordedAnswer(
        facts, isAmbiguous: facts.count == 1 && event.targetID == nil, reveal: reveal)
    }
    return answers
  }
}
