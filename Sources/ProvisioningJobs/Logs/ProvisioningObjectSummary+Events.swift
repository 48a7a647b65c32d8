import EventLog
public import JSONTape
public import Provisioning

extension ProvisioningObjectSummary {
  /// Makes the summary from the events of one change, oldest first, as the ledger's views give them.
  ///
  /// Of a change that a crash cut short it tells what there is.
  ///
  /// - Parameters:
  ///   - image: The object's attributes without those that nobody may read, for its name where the change holds
  ///     no import.
  /// - Throws: `JobFactsError` for an event that can't be read.
  public init?(
    _ events: [JobEvent], image: JSONObject? = nil, context: LogContext
  ) throws(JobFactsError) {
    guard let last = events.last, let first = events.first else { return nil }
    var record = ChangeRecord()
    for event in events { try record.add(event) }
    let name = record.displayName(image)
    var steps = SummarySteps(
      name: name, identifier: record.reportableIdentifier(image), record: record, context: context)
    for event in events { try steps.add(event) }

    id = last.id.description
    activityDateTime = last.time
    tenantID = context.tenantID
    jobID = context.jobID
    cycleID = last.cycle?.description ?? ""
    changeID = last.change?.description ?? ""
    provisioningAction = Action(record.action)
    let spent = record.completed?.microseconds ?? Int(clamping: max(last.time &- first.time, 0))
    durationInMilliseconds = spent / 1000
    initiatedBy = Initiator(id: "", displayName: "scim-ledger", type: "system")
    sourceSystem = context.source
    targetSystem = context.target
    var details: JSONObject = [
      "id": .string(record.source?.id ?? ""), "odatatype": .string(record.type),
    ]
    details["DisplayName"] = .string(name)
    let identifier = record.reportableIdentifier(image)
    if identifier != name { details["UserPrincipalName"] = .string(identifier) }
    sourceIdentity = Identity(
      id: record.source?.id ?? "", displayName: name, identityType: record.type, details: details)
    targetIdentity = Identity(
      id: record.targetID ?? "",
      displayName: LogText.displayName(record.mapped) ?? record.resource.flatMap { LogText.displayName($0) }
        ?? "",
      identityType: record.type)
    provisioningStatusInfo = StatusInfo(record)
    provisioningSteps = steps.steps
    modifiedProperties = record.modified
  }
}

extension ProvisioningObjectSummary.StatusInfo {
  fileprivate init(_ record: ChangeRecord) {
    let result = record.completed?.result ?? .warning
    switch result {
    case .success: self.init(status: .success)
    case .warning:
      self.init(
        status: .warning,
        errorInformation: record.completed == nil
          ? .init(
            errorCode: "Interrupted",
            reason: "The change was cut short, and its object is looked at again when the cycle goes on.",
            errorCategory: "failure")
          : record.completed?.reason.map {
            .init(errorCode: record.completed?.errorCode ?? "Warning", reason: $0, errorCategory: "success")
          })
    case .skipped:
      let decision = record.decisions.last { $0.action == .skip }
      let texts = decision?.texts ?? []
      self.init(
        status: .skipped,
        errorInformation: .init(
          errorCode: decision?.reason ?? record.completed?.errorCode ?? "EntrySynchronizationSkipped",
          reason: texts.isEmpty ? record.completed?.reason ?? "" : LogText.numbered(texts),
          errorCategory: "success"))
    case .failure:
      let failure = record.failure
      let code = record.completed?.errorCode ?? failure?["code"]?.stringValue ?? "InternalError"
      self.init(
        status: .failure,
        errorInformation: .init(
          errorCode: code, reason: record.completed?.reason ?? failure?["reason"]?.stringValue ?? "",
          additionalDetails: record.escrowText,
          errorCategory: failure?["category"]?.stringValue ?? "nonServiceFailure",
          recommendedAction: failure?["recommendedAction"]?.stringValue))
    }
  }
}

extension ChangeRecord {
  /// The failure that ended the change.
  fileprivate var failure: JSONObject? {
    answers.last?.failure ?? queries.last?.failure ?? mapping?.failure
  }
}
