public import JSONTape
import SCIM

/// One activity in the older form of Azure AD's audit log (Graph's directoryAudit).
public struct AuditEntry: Sendable, Hashable {
  public var id: String
  /// Microseconds since 1970-01-01 UTC.
  public var activityDateTime: Int64
  public var activity: Activity
  /// The cycle; the event's own id for what an administrator did.
  public var correlationID: String
  public var isSuccess: Bool
  public var resultReason: String
  /// Who did it: the administrator, or the job.
  public var initiator: String
  /// Whether the initiator is a person.
  public var isUserInitiated: Bool
  public var targetResources: [TargetResource]
  public var additionalDetails: [(key: String, value: String)]

  /// The activities of the category ProvisioningManagement.
  public enum Activity: String, Sendable, CaseIterable {
    case `import` = "Import"
    case synchronizationRuleAction = "Synchronization rule action"
    case export = "Export"
    case processEscrow = "Process escrow"
    case quarantine = "Quarantine"
    case addConfiguration = "Add provisioning configuration"
    case updateMappings = "Update attribute mappings or scope"
    case pause = "Disable/pause provisioning configuration"
    case start = "Enable/start provisioning configuration"
    case restart = "Enable/restart provisioning configuration"
    case other = "Other"
  }

  public struct TargetResource: Sendable, Hashable {
    public var id: String
    public var displayName: String
    /// `User`, `Group`, `ServicePrincipal`.
    public var type: String
    public var modifiedProperties: [ModifiedProperty]

    public init(
      id: String, displayName: String, type: String, modifiedProperties: [ModifiedProperty] = []
    ) {
      self.id = id
      self.displayName = displayName
      self.type = type
      self.modifiedProperties = modifiedProperties
    }
  }

  public struct ModifiedProperty: Sendable, Hashable {
    public var name: String
    public var old: JSONValue?
    public var new: JSONValue?

    public init(name: String, old: JSONValue? = nil, new: JSONValue? = nil) {
      self.name = name
      self.old = old
      self.new = new
    }
  }

  public init(
    id: String, activityDateTime: Int64, activity: Activity, correlationID: String, isSuccess: Bool = true,
    resultReason: String = "", initiator: String, isUserInitiated: Bool = false,
    targetResources: [TargetResource] = [], additionalDetails: [(key: String, value: String)] = []
  ) {
    self.id = id
    self.activityDateTime = activityDateTime
    self.activity = activity
    self.correlationID = correlationID
    self.isSuccess = isSuccess
    self.resultReason = resultReason
    self.initiator = initiator
    self.isUserInitiated = isUserInitiated
    self.targetResources = targetResources
    self.additionalDetails = additionalDetails
  }

  public static func == (left: AuditEntry, right: AuditEntry) -> Bool { left.json == right.json }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }

  /// Graph's JSON. Values of modified properties are JSON texts within strings, as Azure AD writes them.
  public var json: JSONObject {
    let actor: JSONObject =
      isUserInitiated
      ? ["app": .null, "user": ["displayName": .string(initiator)]]
      : ["app": ["displayName": .string(initiator)], "user": .null]
    return [
      "id": .string(id),
      "category": "ProvisioningManagement",
      "correlationId": .string(correlationID),
      "result": .string(isSuccess ? "success" : "failure"),
      "resultReason": .string(resultReason),
      "activityDisplayName": .string(activity.rawValue),
      "activityDateTime": .string(DateTime(microseconds: activityDateTime).description),
      "loggedByService": "Account Provisioning",
      "initiatedBy": .object(actor),
      "targetResources": .array(targetResources.map { .object($0.json) }),
      "additionalDetails": .array(
        additionalDetails.map { ["key": .string($0.key), "value": .string($0.value)] }),
    ]
  }
}

extension AuditEntry.TargetResource {
  public var json: JSONObject {
    [
      "id": .string(id), "displayName": .string(displayName), "type": .string(type),
      "modifiedProperties": .array(
        modifiedProperties.map { property in
          [
            "displayName": .string(property.name), "oldValue": encoded(property.old),
            "newValue": encoded(property.new),
          ]
        }),
    ]
  }

  private func encoded(_ value: JSONValue?) -> JSONValue { value.map { .string($0.description) } ?? .null }
}
