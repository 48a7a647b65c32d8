public import JSONTape
import Provisioning
import SCIM

extension ProvisioningObjectSummary {
  /// Reads a record of the provisioning log, as Graph, its PowerShell, the portal or Azure Monitor write it.
  ///
  /// Taken are `provisioningObjectSummary` as it is and as it was (`action` and `statusInfo`), `directoryAudit` of
  /// the category ProvisioningManagement, and the columns of AADProvisioningLogs. `servicePrincipal` may be an
  /// object or a list. Of what a record leaves out, texts are empty and lists too; a record without an id or a
  /// time is none.
  ///
  /// - Throws: `LogRecordError` naming the member.
  public init(reading record: JSONObject) throws(LogRecordError) {
    var fields = LogRecordFields(record)
    // A diagnostic setting wraps what it exports.
    if try fields.text("id", "changeId") == nil, let inner = try fields.fields("properties") {
      fields = inner
    }
    guard let id = try fields.text("id", "changeId") else {
      throw LogRecordError(reason: "the record has no id, so it could not be told from others")
    }
    guard let time = try fields.time("activityDateTime", "activityDate", "timeGenerated", "date", "time")
    else {
      throw LogRecordError(reason: "the record has no activityDateTime")
    }
    if fields.value(["activityDisplayName"]) != nil {
      try self.init(audit: fields, id: id, time: time)
    } else {
      try self.init(summary: fields, id: id, time: time)
    }
  }

  private init(summary fields: LogRecordFields, id: String, time: Int64) throws(LogRecordError) {
    let action = try fields.text("provisioningAction", "action")
    let information = try fields.fields("provisioningStatusInfo", "statusInfo")
    let column = try fields.text("status", "resultType")
    let status = try information?.text("status") ?? column
    guard action != nil || status != nil else {
      throw LogRecordError(
        reason: "neither provisioningAction nor provisioningStatusInfo is there: this is no record of the "
          + "provisioning log")
    }
    let duration = try fields.integer("durationInMilliseconds", "durationMs") ?? 0
    guard duration >= 0 else {
      throw LogRecordError(path: fields.place("durationInMilliseconds"), reason: "it should not be negative")
    }
    let servicePrincipal = try fields.fields("servicePrincipal")
    let steps = try fields.list("provisioningSteps", "steps")
    self.id = id
    activityDateTime = time
    tenantID = try fields.text("tenantId", "aadTenantId") ?? ""
    jobID = try fields.text("jobId") ?? ""
    cycleID = try fields.text("cycleId") ?? ""
    changeID = try fields.text("changeId") ?? ""
    provisioningAction = Action(word: action ?? "")
    durationInMilliseconds = duration
    initiatedBy = try Initiator(reading: fields.fields("initiatedBy"))
    sourceSystem = try LogContext.System(reading: fields.fields("sourceSystem"))
    targetSystem = try LogContext.System(reading: fields.fields("targetSystem"), or: servicePrincipal)
    sourceIdentity = try Identity(reading: fields.fields("sourceIdentity"))
    targetIdentity = try Identity(reading: fields.fields("targetIdentity"))
    provisioningSteps = []
    for step in steps { provisioningSteps.append(try Step(reading: step, time: time)) }
    provisioningStatusInfo = try StatusInfo(
      reading: information, status: status, in: fields, steps: provisioningSteps)
    modifiedProperties = []
    for property in try fields.list("modifiedProperties") {
      modifiedProperties.append(try property.modification())
    }
  }
}

extension ProvisioningObjectSummary.Action {
  /// Reads a word in any letter case; one that this version does not know is another action.
  init(word: String) {
    self = Self.allCases.first { $0.rawValue.equalsIgnoringASCIICase(word) } ?? .other
  }
}

extension ProvisioningObjectSummary.Initiator {
  fileprivate init(reading fields: LogRecordFields?) throws(LogRecordError) {
    // The documentation's samples disagree on the name.
    let type = try fields?.text("initiatorType", "initiatingType")
    self.init(
      id: try fields?.text("id") ?? "", displayName: try fields?.text("displayName", "name") ?? "",
      type: type ?? "")
  }
}

extension LogContext.System {
  init(reading fields: LogRecordFields?, or other: LogRecordFields? = nil) throws(LogRecordError) {
    let (id, name) = (try other?.text("id"), try other?.text("displayName", "name"))
    self.init(
      id: try fields?.text("id") ?? id ?? "",
      displayName: try fields?.text("displayName", "name") ?? name ?? "",
      details: try fields?.fields("details")?.object ?? [:])
  }
}

extension ProvisioningObjectSummary.Identity {
  init(reading fields: LogRecordFields?) throws(LogRecordError) {
    let details = try fields?.fields("details")
    let type = try details?.text("odatatype")
    self.init(
      id: try fields?.text("id") ?? "", displayName: try fields?.text("displayName", "name") ?? "",
      identityType: try fields?.text("identityType", "type") ?? type ?? "",
      details: details?.object ?? [:])
  }
}

extension ProvisioningObjectSummary.StatusInfo {
  fileprivate init(
    reading information: LogRecordFields?, status word: String?, in fields: LogRecordFields,
    steps: [ProvisioningObjectSummary.Step]
  ) throws(LogRecordError) {
    let path = information?.place("status") ?? fields.place("status")
    let status = try word.map { word throws(LogRecordError) in
      try ProvisioningResult(logWord: word, path: path)
    }
    // The older form has the error's members beside the status; Azure Monitor has columns of its own.
    let error = try information?.fields("errorInformation") ?? information
    let columns = (
      code: try fields.text("errorCode", "resultSignature"),
      reason: try fields.text("reason", "resultDescription")
    )
    let code = try error?.text("errorCode", "code") ?? columns.code
    let reason = try error?.text("reason", "message") ?? columns.reason
    // A success has its signature there too, which is no error.
    let names = code.map { !$0.equalsIgnoringASCIICase("none") && !$0.equalsIgnoringASCIICase("success") }
    var found: ProvisioningObjectSummary.ErrorInformation?
    if names ?? (reason != nil) {
      found = .init(
        errorCode: code ?? "", reason: reason ?? "", additionalDetails: try error?.text("additionalDetails"),
        errorCategory: try error?.text("errorCategory") ?? "",
        recommendedAction: try error?.text("recommendedAction"))
    }
    self.init(status: status ?? Self.status(of: steps), errorInformation: found)
  }

  /// What the steps say where the record does not.
  private static func status(of steps: [ProvisioningObjectSummary.Step]) -> ProvisioningResult {
    if steps.contains(where: { $0.status == .failure }) { return .failure }
    guard let last = steps.last else { return .warning }
    return last.status
  }
}

extension ProvisioningObjectSummary.Step {
  fileprivate init(reading fields: LogRecordFields, time: Int64) throws(LogRecordError) {
    let word = try fields.text("provisioningStepType", "stepType", "type") ?? ""
    let status = try fields.text("status")
    self.init(
      name: try fields.text("name") ?? "",
      kind: Kind.allCases.first { $0.rawValue.equalsIgnoringASCIICase(word) } ?? .processing,
      status: try status.map { word throws(LogRecordError) in
        try ProvisioningResult(logWord: word, path: fields.place("status"))
      } ?? .success,
      description: try fields.text("description") ?? "", details: try fields.fields("details")?.object ?? [:],
      time: try fields.time("timeStamp") ?? time)
  }
}

extension ProvisioningResult {
  /// Reads a word of a log, in any letter case.
  ///
  /// - Throws: `LogRecordError` for a word that says nothing of how something ended.
  init(logWord word: String, path: String) throws(LogRecordError) {
    switch word.lowercased() {
    case "success", "succeeded": self = .success
    case "failure", "failed", "error": self = .failure
    case "skipped", "skip": self = .skipped
    // Graph's word for what an older client can't know.
    case "warning", "unknownfuturevalue": self = .warning
    default:
      throw LogRecordError(
        path: path, reason: "\(word.debugDescription) is no status; success, failure, skipped and warning are"
      )
    }
  }
}

extension LogRecordFields {
  func modification() throws(LogRecordError) -> DecisionMade.Modification {
    guard let name = try text("displayName", "name", "property") else {
      throw LogRecordError(path: place("displayName"), reason: "a modified property needs a name")
    }
    return .init(name: name, old: propertyValue("oldValue"), new: propertyValue("newValue"))
  }
}
