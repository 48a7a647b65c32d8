import EventLog
public import JSONTape
public import Provisioning

/// Turns events, one after the other, into the older form of the audit log.
///
/// It may be given the events of one change or any run of the log: what it must remember of a change it forgets
/// when the change is completed.
public struct AuditTrail: Sendable {
  let context: LogContext
  private var records: [Identifier: ChangeRecord] = [:]

  public init(context: LogContext) { self.context = context }

  /// The entry for an event; nil for one that this form does not show.
  ///
  /// - Parameter image: The object's attributes without those that nobody may read, for its name where the change
  ///   holds no import.
  /// - Throws: `JobFactsError` for an event that can't be read.
  public mutating func entry(_ event: JobEvent, image: JSONObject? = nil) throws(JobFactsError) -> AuditEntry?
  {
    guard event.source != nil else { return try administrative(event) }
    var record = event.change.flatMap { records[$0] } ?? ChangeRecord()
    try record.add(event)
    if let change = event.change {
      records[change] = event.kind == .changeCompleted ? nil : record
    }
    return try objectEntry(event, record, image)
  }

  private func objectEntry(
    _ event: JobEvent, _ record: ChangeRecord, _ image: JSONObject?
  ) throws(JobFactsError) -> AuditEntry? {
    let name = record.displayName(image)
    let subject = "\(record.type) '\(name)'"
    let source = context.source.displayName
    let target = context.target.displayName
    switch event.kind {
    case .sourceImported:
      guard let facts = record.imported else { return nil }
      return entry(
        event, record, .import, name: name, reason: "Received \(subject) from \(source)",
        properties: facts.attributes.map { .init(name: $0.name, new: $0.value) })
    case .matchQueried:
      guard let facts = record.queries.last else { return nil }
      if let failure = facts.failure {
        return entry(
          event, record, .import, name: name, failure: failure,
          reason: "\(target) could not be asked for \(subject): \(failure["reason"]?.stringValue ?? "")")
      }
      let found = facts.count ?? 0
      return entry(
        event, record, .import, name: name,
        reason: found == 0
          ? "No \(record.type) that matches \(subject) was found in \(target)"
          : found == 1
            ? "Retrieved \(subject) from \(target)"
            : "\(found) resources that match \(subject) were found in \(target)",
        properties: found == 1
          ? LogText.details(facts.resources.first ?? [:]).map { .init(name: $0.name, new: $0.value) } : [])
    case .decisionMade:
      guard let facts = record.decisions.last, facts.action != .none else { return nil }
      let text = LogText.numbered(facts.texts)
      let what =
        facts.action == .skip
        ? "\(subject) will be skipped: "
        : "\(subject) will be \(LogText.pastTense(facts.action)) in \(target). "
      return entry(
        event, record, .synchronizationRuleAction, name: name, reason: what + text,
        properties: facts.modifications(record.mapping).map {
          .init(name: $0.name, old: $0.old, new: $0.new)
        },
        details: facts.reason.map { [("SkipReason", $0)] } ?? [])
    case .exportAnswered:
      guard let facts = record.answers.last else { return nil }
      let decision = record.decisions.last
      let action = decision?.action ?? .update
      let request = record.requests.last.map { "\($0.method) \($0.path)" } ?? ""
      let properties: [AuditEntry.ModifiedProperty] =
        (decision?.modifications(record.mapping) ?? []).map {
          .init(name: $0.name, old: $0.old, new: $0.new)
        }
      let what = LogText.pastTense(action)
      return entry(
        event, record, .export, name: name, failure: facts.failure,
        reason: facts.failure.map { failure in
          "\(subject) was not \(what) in \(target): \(failure["reason"]?.stringValue ?? "")"
        } ?? "\(subject) was \(what) in \(target)", properties: properties, details: [("Request", request)])
    case .escrowOpened, .escrowRetried:
      guard let escrow = record.escrow else { return nil }
      return entry(
        event, record, .processEscrow, name: name, failure: ["code": .string(escrow.code)],
        reason: "\(escrow.reason) \(record.escrowText ?? "")")
    case .escrowClosed:
      return entry(event, record, .processEscrow, name: name, reason: "\(subject) went through")
    case .escrowExpired:
      return entry(
        event, record, .processEscrow, name: name, failure: [:],
        reason: "\(subject) has failed for too long and is not tried again")
    case .deletionStaged:
      return entry(
        event, record, .synchronizationRuleAction, name: name,
        reason: "\(subject) will not be disabled or deleted until an administrator allows it",
        details: [("SkipReason", "StagedDelete")])
    default: return nil
    }
  }

  private func entry(
    _ event: JobEvent, _ record: ChangeRecord, _ activity: AuditEntry.Activity, name: String,
    failure: JSONObject? = nil, reason: String, properties: [AuditEntry.ModifiedProperty] = [],
    details: [(key: String, value: String)] = []
  ) -> AuditEntry {
    let code: [(key: String, value: String)] =
      failure?["code"]?.stringValue.map { [("ErrorCode", $0)] } ?? []
    return AuditEntry(
      id: event.id.description, activityDateTime: event.time, activity: activity,
      correlationID: (event.cycle ?? event.id).description, isSuccess: failure == nil, resultReason: reason,
      initiator: "Account Provisioning",
      targetResources: [
        .init(
          id: record.source?.id ?? "", displayName: name, type: record.type, modifiedProperties: properties),
        .init(
          id: context.target.id, displayName: context.target.displayName, type: "ServicePrincipal"),
      ], additionalDetails: code + details)
  }
}
