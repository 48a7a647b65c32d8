import EventLog
import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// What the ledger keeps of a change is enough to compute it again.
@Suite struct `Replay` {
  @Test(arguments: 0..<4)
  func `an object's run that is given the recorded answers gives the same facts again`(group: Int)
    async throws
  {
    // Not the seeds whose processes die, and not those that write whole resources with their members.
    let seeds = (UInt64(group * 12)..<UInt64(group * 12 + 12)).filter { $0 % 4 != 2 && $0 % 5 != 4 }
    for seed in seeds {
      try await withFaultyRun(seed: seed) { run in
        let replay = try RecordedChanges(run.world)
        let changes = replay.finished
        #expect(changes.count > 10, "seed \(seed)")
        for change in changes {
          let again = try change.runAgain(replay.job)
          #expect(again == change.facts, "seed \(seed), \(change.entry.object.key)")
        }
      }
    }
  }
}

/// The changes of objects in a ledger, each with all that its run started from.
struct RecordedChanges {
  /// One object's change in one cycle.
  struct Change {
    var entry: ConnectorEntry
    var cycle: CycleStarted
    var answers: [Answer] = []
    var facts: [String] = []
    var isAssigned = false
    var hasOtherOwner = false
  }

  struct Answer {
    var result: Result<TargetResponse, TransportFailure>
    var microseconds: Int
  }

  let job: Job
  var finished: [Change] = []
  private var images: [SourceKey: ConnectorEntry] = [:]
  private var cycles: [Identifier: CycleStarted] = [:]
  private var open: [Identifier: Change] = [:]

  init(_ world: ProvisioningWorld) throws {
    job = try world.job()
    var position = Position(1)
    while let event = try world.ledger.unsealedEvent(at: position) {
      try take(event)
      position = Position(position.rawValue + 1)
    }
  }

  private mutating func take(_ event: JobEvent) throws {
    if let facts = try event.facts(as: CycleStarted.self), let cycle = event.cycle { cycles[cycle] = facts }
    guard let key = event.source else { return }
    if let facts = try event.facts(as: SourceImported.self) { importing(facts, key) }
    guard let change = event.change else { return }
    if let facts = try event.facts(as: ScopeEvaluated.self), let cycle = event.cycle.flatMap({ cycles[$0] }),
      let entry = images[key]
    {
      open[change] = Change(entry: entry, cycle: cycle)
      open[change]?.isAssigned = facts.evaluation["isAssigned"] == true
    }
    guard !event.kind.name.hasPrefix("escrow") else { return }
    open[change]?.facts.append(RecordedChanges.text(event.kind, event.facts))
    if let facts = try event.facts(as: MatchQueried.self) { open[change]?.answers.append(Answer(facts)) }
    if let facts = try event.facts(as: ExportAnswered.self) { open[change]?.answers.append(Answer(facts)) }
    if let facts = try event.facts(as: ChangeCompleted.self) { complete(facts, key, change) }
  }

  private mutating func importing(_ facts: SourceImported, _ key: SourceKey) {
    var entry = images[key] ?? ConnectorEntry(object: SourceObject(key: key, attributes: [:]))
    entry.object = SourceObject(
      key: key, attributes: facts.attributes, references: facts.references, isSoftDeleted: facts.isSoftDeleted
    )
    var due = facts.due ?? entry.due ?? ConnectorEntry.Due()
    due.isDeleted = facts.change.isDeletion
    due.mayExist = due.mayExist || entry.due?.mayExist == true
    entry.due = due
    images[key] = entry
  }

  private mutating func complete(_ facts: ChangeCompleted, _ key: SourceKey, _ id: Identifier) {
    switch facts.link {
    case .unchanged: break
    case .set(let link): images[key]?.link = link
    case .removed: images[key]?.link = nil
    }
    images[key]?.due = facts.dueLeft
    guard var change = open.removeValue(forKey: id), facts.action != .stagedDelete else { return }
    change.hasOtherOwner = facts.errorCode == "DuplicateSourceEntries"
    finished.append(change)
  }

  /// Without what the shell adds, and without what is due on account of other objects.
  static func text(_ kind: JobEvent.Kind, _ facts: JSONObject) -> String {
    var facts = facts
    if kind == .changeCompleted {
      facts.removeValue(forName: "microseconds")
      facts.removeValue(forName: "dueLeft")
    }
    return "\(kind.name) \(facts)"
  }
}

extension RecordedChanges.Change {
  /// The facts that the run gives now.
  func runAgain(_ job: Job) throws -> [String] {
    let mapping = try #require(job.mapping(forSourceType: entry.object.key.type))
    let scope = job.scope(entry.object, isMemberOfAssignedGroup: isAssigned, in: mapping)
    let setting = try ObjectSetting(job: job, mapping: mapping, now: cycle.now, seed: cycle.seed)
    var run = ObjectRun(setting: setting, entry: entry, scope: scope)
    var found: [String] = []
    var answers = answers[...]
    var actions = run.start()[...]
    while let action = actions.popFirst() {
      switch action {
      case .record(let facts, _): found.append(RecordedChanges.text(type(of: facts).kind, facts.json))
      case .send:
        guard let answer = answers.popFirst() else { return found + ["no answer"] }
        actions += run.answered(answer.result, microseconds: answer.microseconds)[...]
      case .wait: actions += run.waited()[...]
      case .findOwner:
        actions += run.owned(by: hasOtherOwner ? SourceKey(type: "User", id: "?") : nil)[...]
      case .finish(let outcome):
        found.append(RecordedChanges.text(.changeCompleted, outcome.completed.json))
      }
    }
    return found + answers.map { _ in "an answer too many" }
  }
}

extension RecordedChanges.Answer {
  init(_ facts: MatchQueried) {
    microseconds = facts.microseconds ?? 0
    if let failure = facts.failure {
      result = Self.failed(failure)
    } else if facts.attribute == nil {
      result = .success(TargetResponse(status: facts.status ?? 0, body: facts.resources.first))
    } else {
      result = .success(
        TargetResponse(
          status: facts.status ?? 0,
          body: [
            "totalResults": .number(JSONNumber(facts.count ?? 0)),
            "Resources": .array(facts.resources.map { .object($0) }),
          ]))
    }
  }

  init(_ facts: ExportAnswered) {
    microseconds = facts.microseconds
    if let failure = facts.failure {
      result = Self.failed(failure)
    } else {
      let body: JSONObject? = facts.targetID.map { ["id": .string($0)] }
      result = .success(TargetResponse(status: facts.status ?? 0, body: body))
    }
  }

  private static func failed(_ json: JSONObject) -> Result<TargetResponse, TransportFailure> {
    let reason = json["reason"]?.stringValue ?? ""
    if let status = json["status"]?.intValue {
      var body: JSONObject = ["detail": .string(reason)]
      if let type = json["scimType"] { body["scimType"] = type }
      return .success(
        TargetResponse(status: status, body: body, retryAfter: json["retryAfter"]?.intValue))
    }
    let known: [TransportFailure] = [.timeout, .connectionRefused, .connectionReset]
    return .failure(known.first { $0.description == reason } ?? .other(reason))
  }
}
