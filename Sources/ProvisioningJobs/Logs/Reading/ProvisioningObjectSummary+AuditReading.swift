import JSONTape
import Provisioning
import SCIM

extension ProvisioningObjectSummary {
  /// Reads an activity in the older form of the audit log (`directoryAudit`), which is one step of a change.
  init(audit fields: LogRecordFields, id: String, time: Int64) throws(LogRecordError) {
    let category = try fields.text("category")
    let service = try fields.text("loggedByService")
    guard
      category == nil || service == nil || service?.equalsIgnoringASCIICase("Account Provisioning") == true
    else {
      throw LogRecordError(
        path: fields.place("loggedByService"),
        reason: "it should be Account Provisioning: this is a record of another service")
    }
    let activity = try fields.text("activityDisplayName") ?? ""
    var details = JSONObject()
    for detail in try fields.list("additionalDetails") {
      guard let key = try detail.text("key") else { continue }
      details[key] = .string(try detail.text("value") ?? "")
    }
    func detail(_ name: String) -> String? { details.firstIgnoringCase(name)?.value.stringValue }
    let reason = try fields.text("resultReason") ?? ""
    let isSkip = detail("SkipReason") != nil
    let word = try fields.text("result")
    let result =
      try word.map { word throws(LogRecordError) in
        try ProvisioningResult(logWord: word, path: fields.place("result"))
      } ?? .success
    var object: LogRecordFields?
    var application: LogRecordFields?
    for target in try fields.list("targetResources") {
      let type = try target.text("type") ?? ""
      let isService =
        type.equalsIgnoringASCIICase("ServicePrincipal") || type.equalsIgnoringASCIICase("Application")
      if isService { application = application ?? target } else { object = object ?? target }
    }
    self.id = id
    activityDateTime = time
    tenantID = try fields.text("tenantId") ?? ""
    jobID = detail("JobId") ?? ""
    let correlation = try fields.text("correlationId")
    cycleID = detail("CycleId") ?? correlation ?? ""
    changeID = detail("ChangeId") ?? ""
    let eventName = detail("EventName") ?? activity
    provisioningAction = isSkip ? .other : Action(eventName: eventName)
    durationInMilliseconds = 0
    initiatedBy = try Initiator(audit: fields)
    sourceSystem = LogContext.System(id: "", displayName: detail("SourceSystem") ?? "")
    targetSystem = try LogContext.System(reading: application)
    sourceIdentity = try Identity(reading: object)
    targetIdentity = Identity(
      id: detail("TargetId") ?? "", displayName: "", identityType: sourceIdentity.identityType)
    if let identifier = detail("ReportableIdentifier") ?? detail("UserPrincipalName") {
      sourceIdentity.details["ReportableIdentifier"] = .string(identifier)
    }
    let status = isSkip ? .skipped : result
    let code = detail("ErrorCode") ?? detail("SkipReason")
    provisioningStatusInfo = StatusInfo(
      status: status,
      errorInformation: code == nil && status == .success
        ? nil
        : ErrorInformation(
          errorCode: code ?? "", reason: reason, errorCategory: status == .failure ? "failure" : "success"))
    provisioningSteps = [
      Step(
        name: eventName, kind: Step.Kind(activity: activity), status: status, description: reason,
        details: details, time: time)
    ]
    modifiedProperties = []
    for property in try object?.list("modifiedProperties") ?? [] {
      modifiedProperties.append(try property.modification())
    }
  }
}

extension ProvisioningObjectSummary.Action {
  /// What the name of an export says is done.
  fileprivate init(eventName: String) {
    self =
      switch eventName.lowercased() {
      case "entryexportadd": .create
      case "entryexportupdate": .update
      case "entryexportupdatesoftdelete": .disable
      case "entryexportdelete": .delete
      default: .other
      }
  }
}

extension ProvisioningObjectSummary.Step.Kind {
  fileprivate init(activity: String) {
    self =
      switch activity.lowercased() {
      case "import": .import
      case "export": .export
      case "synchronization rule action": .processing
      default: .processing
      }
  }
}

extension ProvisioningObjectSummary.Initiator {
  fileprivate init(audit fields: LogRecordFields) throws(LogRecordError) {
    let initiator = try fields.fields("initiatedBy")
    let user = try initiator?.fields("user")
    let app = try initiator?.fields("app")
    let party = user ?? app
    self.init(
      id: try party?.text("id", "servicePrincipalId") ?? "",
      displayName: try party?.text("displayName", "userPrincipalName") ?? "",
      type: user != nil ? "user" : "application")
  }
}
