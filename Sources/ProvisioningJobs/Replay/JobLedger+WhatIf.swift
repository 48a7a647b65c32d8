public import EventLog
import JSONTape
import Provisioning

extension JobLedger {
  /// Decides the objects of recorded cycles again under another configuration, each on the image, the link and
  /// the account as they were. Nothing is written, and nothing is asked of source or target.
  ///
  /// - Throws: `JobWhatIfError`, `JobReplayError`; errors of the ledger.
  public func whatIf(
    _ change: JobWhatIf, _ selection: JobReplaySelection,
    progress: (_ position: Position) -> Void = { _ in }
  ) throws -> JobWhatIfReport {
    try JobWhatIfRun(change, selection, in: self).perform(progress)
  }

  /// Decides all objects as they are now under the configuration in force and under another one, on the accounts
  /// as the ledger last knew them.
  ///
  /// - Parameters:
  ///   - now: The clock of expressions: microseconds since 1970-01-01 UTC.
  /// - Throws: `JobWhatIfError`; errors of the ledger.
  public func whatIf(
    _ change: JobWhatIf, now: Int64, progress: (_ position: Position) -> Void = { _ in }
  ) throws -> JobWhatIfReport {
    let head = try head()
    let job = try recordedJob(through: head)
    let (other, leftOut) = try change.applied(to: job)
    let state = try state()
    let cycle = RunningCycle(
      id: .none, kind: .initial, began: now, seed: 0, now: now, configurationHash: job.configurationHash,
      forcesDeletions: state.forcesDeletions)
    let (before, after) = (try CycleGround(job, self, cycle), try CycleGround(other, self, cycle))
    var accounts = (RecordedAccounts(before.settings), RecordedAccounts(after.settings))
    try forEachEvent(through: head) { event in
      try accounts.0.take(event)
      try accounts.1.take(event)
      if event.position.rawValue.isMultiple(of: 1000) { progress(event.position) }
    }
    var report = JobWhatIfReport()
    report.leaveOut(leftOut)
    var decided: [DecidedObject] = []
    for type in after.settings.keys.sorted() {
      var last: SourceKey?
      while true {
        let page = try entries(type: type, after: last, limit: 500)
        for entry in page {
          guard let was = try decide(entry, before, accounts.0),
            let wouldBe = try decide(entry, after, accounts.1)
          else { continue }
          decided.append(
            DecidedObject(
              key: entry.object.key, isDeletionAllowed: entry.due?.isDeletionAllowed == true, was: was,
              wouldBe: wouldBe))
        }
        guard page.count == 500, let key = page.last?.object.key else { break }
        last = key
      }
    }
    report.add(decided, cycle: nil, setting: try after.setting(), present: try before.setting())
    return report
  }

  private func decide(
    _ entry: ConnectorEntry, _ ground: CycleGround, _ accounts: RecordedAccounts
  ) throws -> Decided? {
    guard let setting = ground.settings[entry.object.key.type], let run = try ground.objectRun(entry) else {
      return nil
    }
    return try ObjectDecision(
      setting: setting, run: run, entry: entry, accounts: accounts,
      owner: { try self.key(ofTarget: $0, type: entry.object.key.type) }
    ).decided()
  }

  // MARK: - The configuration on record

  /// By source type, the settings under which accounts are looked for by another configuration.
  func otherSettings(_ change: JobWhatIf, through last: Position) throws -> [String: ObjectSetting] {
    let job = try change.applied(to: try recordedJob(through: last)).job
    var settings: [String: ObjectSetting] = [:]
    for mapping in job.mappings where settings[mapping.sourceType] == nil {
      settings[mapping.sourceType] = try ObjectSetting(job: job, mapping: mapping, now: 0, seed: 0)
    }
    return settings
  }

  /// The job as it was last configured up to an event, with the limits of its last cycle.
  private func recordedJob(through last: Position) throws -> Job {
    var configuration: JobConfigured?
    var limits: JSONObject?
    try forEachEvent(through: last) { event in
      switch event.kind {
      case .configured: configuration = try event.facts(as: JobConfigured.self)
      case .cycleStarted, .cycleContinued: limits = event.facts["limits"]?.objectValue
      default: break
      }
    }
    guard let configuration else { throw JobWhatIfError.noConfiguration }
    return try Job.recorded(configuration, limits: limits)
  }

  private func forEachEvent(through last: Position, _ body: (JobEvent) throws -> Void) throws {
    var next = Position(1)
    while next <= last {
      let page = try events(from: next, limit: 1000)
      guard let end = page.last else { return }
      for event in page where event.position <= last { try body(event) }
      next = end.position.next
    }
  }
}
