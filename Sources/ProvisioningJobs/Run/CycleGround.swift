import LMDB
import Provisioning

/// What the steps of a cycle start from apart from source and target: one job on what its ledger holds.
///
/// A running cycle and a replay of a recorded one ask the same questions here.
struct CycleGround: Sendable {
  let job: Job
  let ledger: JobLedger
  let cycle: RunningCycle
  let settings: [String: ObjectSetting]
  let imports: SourceImport
  let schedule: EscrowSchedule
  let hasEscrows: Bool
  /// What waited for an administrator when the cycle began.
  let staged: Set<SourceKey>
  /// Whether a group carries assignments, as it was when that was first asked.
  private let assignedGroups = Locked<[String: Bool]>([:])

  init(_ job: Job, _ ledger: JobLedger, _ cycle: RunningCycle) throws {
    self.job = job
    self.ledger = ledger
    self.cycle = cycle
    var settings: [String: ObjectSetting] = [:]
    for mapping in job.mappings where settings[mapping.sourceType] == nil {
      settings[mapping.sourceType] = try ObjectSetting(
        job: job, mapping: mapping, now: cycle.now, seed: cycle.seed)
    }
    self.settings = settings
    imports = SourceImport(job: job, reevaluates: cycle.kind == .initial)
    schedule = EscrowSchedule(
      hours: job.document.limits.escrowRetryHours, days: job.document.limits.escrowDays)
    hasEscrows = try ledger.escrowCount() > 0
    staged = Set(try ledger.stagedDeletions().map(\.key))
  }

  /// What the cycle's machine starts from.
  func setting() throws -> CycleSetting {
    let stored = try ledger.state()
    let limits = job.document.limits
    var types: [String] = []
    for mapping in job.mappings where !types.contains(mapping.sourceType) { types.append(mapping.sourceType) }
    return CycleSetting(
      types: types, atOnce: job.document.target.requestsAtOnce, watermark: cycle.watermark,
      isReadComplete: stored.isReadComplete, pendingWatermark: stored.pendingWatermark,
      policy: QuarantinePolicy(limits),
      deletionLimit: limits.deletions, forcesDeletions: cycle.forcesDeletions, staged: staged.count,
      quarantine: stored.quarantine,
      quarantineHours: limits.quarantineIntervalHours, now: cycle.now)
  }

  /// Objects of the queue, and what of them a stage would do.
  ///
  /// - Parameter now: When a failure that waits may be tried again; microseconds since 1970-01-01 UTC.
  func due(
    _ stage: CycleStage, _ type: String, after: SourceKey?, limit: Int, now: Int64
  ) throws -> [CycleItem] {
    guard let setting = settings[type] else { return [] }
    return try ledger.due(type: type, after: after, limit: limit).map { object in
      let due = object.due
      var isDeletion = false
      if stage != .references, due.object, object.link != nil, let entry = try ledger.entry(object.key) {
        isDeletion = try treatment(entry, setting).isDeletion(of: entry.link)
      }
      let isWaiting = try ledger.escrow(object.key).map { $0.nextAttempt > now } ?? false
      return CycleItem(
        key: object.key, isObjectDue: due.object, areReferencesDue: due.references && object.link != nil,
        isDeletion: isDeletion, isDeletionAllowed: due.isDeletionAllowed,
        isGone: due.isDeleted && object.link != nil, isWaiting: isWaiting)
    }
  }

  // MARK: - Scope

  func scope(_ entry: ConnectorEntry, _ setting: ObjectSetting) throws -> ScopeEvaluation {
    var isMember = false
    if job.document.scope == .assigned { isMember = try isMemberOfAssignedGroup(entry.object.key) }
    return job.scope(entry.object, isMemberOfAssignedGroup: isMember, in: setting.mapping)
  }

  func treatment(_ entry: ConnectorEntry, _ setting: ObjectSetting) throws -> ObjectTreatment {
    ObjectTreatment(
      entry, scope: try scope(entry, setting), mapping: setting.mapping,
      skipsOutOfScopeDeletions: job.document.skipsOutOfScopeDeletions)
  }

  private func isMemberOfAssignedGroup(_ key: SourceKey) throws -> Bool {
    for (group, attribute) in try ledger.referrers(of: key.id)
    where group.type == "Group" && attribute == "members" {
      if try ledger.reference(of: group, attribute: attribute, to: key.id) == .unwanted { continue }
      if let known = assignedGroups.withLock({ $0[group.id] }) {
        if known { return true }
        continue
      }
      let entry = try ledger.entry(group)
      let isAssigned = entry.map { $0.due?.isDeleted != true && job.carriesAssignment($0.object) } ?? false
      assignedGroups.withLock { $0[group.id] = isAssigned }
      if isAssigned { return true }
    }
    return false
  }

  // MARK: - Steps without the target

  /// The run of an object; nil where nothing is mapped for its type.
  func objectRun(_ entry: ConnectorEntry) throws -> ObjectRun? {
    guard let setting = settings[entry.object.key.type] else { return nil }
    return ObjectRun(setting: setting, entry: entry, scope: try scope(entry, setting))
  }

  /// What puts a disable or deletion aside until an administrator has looked at it.
  func stagingFacts(_ entry: ConnectorEntry) throws -> [(facts: any JobFacts, targetID: String?)] {
    guard let setting = settings[entry.object.key.type], let link = entry.link else { return [] }
    let scope = try scope(entry, setting)
    let action: ProvisioningAction = try treatment(entry, setting) == .delete ? .delete : .disable
    return [
      (
        ScopeEvaluated(
          evaluation: scope.json, isInScope: scope.isInScope, isEntitled: scope.isAssigned || scope.syncsAll),
        nil
      ),
      (
        DecisionMade(
          action: .stagedDelete, reason: "TooManyDeletes",
          texts: ["Its \(action.rawValue) waits: more than the allowed number came in one cycle."]),
        link.targetID
      ),
      (DeletionStaged(action: action, targetID: link.targetID), link.targetID),
      (
        ChangeCompleted(
          action: .stagedDelete, result: .skipped, targetID: link.targetID, reason: "TooManyDeletes"),
        link.targetID
      ),
    ]
  }

  /// What becomes of an object's escrow.
  ///
  /// - Parameter now: When the attempt ended; microseconds since 1970-01-01 UTC.
  func escrowFacts(
    _ key: SourceKey, _ failure: ExportFailure?, _ dueLeft: inout ConnectorEntry.Due?, now: () -> Int64
  ) throws -> [any JobFacts] {
    let present = hasEscrows ? try ledger.escrow(key) : nil
    guard let failure else { return present == nil ? [] : [EscrowClosed()] }
    // The job's own credentials are at fault, not the object.
    if failure.status == 401 { return [] }
    let now = now()
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
}
