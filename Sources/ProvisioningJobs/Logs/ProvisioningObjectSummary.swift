public import JSONTape
public import Provisioning

/// One change in Microsoft Graph's form of the provisioning log (provisioningObjectSummary).
public struct ProvisioningObjectSummary: Sendable, Hashable {
  public var id: String
  /// When the change ended; microseconds since 1970-01-01 UTC.
  public var activityDateTime: Int64
  public var tenantID: String
  public var jobID: String
  public var cycleID: String
  public var changeID: String
  public var provisioningAction: Action
  public var durationInMilliseconds: Int
  public var initiatedBy: Initiator
  public var sourceSystem: LogContext.System
  public var targetSystem: LogContext.System
  public var sourceIdentity: Identity
  public var targetIdentity: Identity
  public var provisioningStatusInfo: StatusInfo
  public var provisioningSteps: [Step]
  public var modifiedProperties: [DecisionMade.Modification]

  public enum Action: String, Sendable, CaseIterable {
    case create, update, delete, stagedDelete, disable, other

    public init(_ action: ProvisioningAction) {
      self =
        switch action {
        case .create: .create
        case .update: .update
        case .disable: .disable
        case .delete: .delete
        case .stagedDelete: .stagedDelete
        case .skip, .none: .other
        }
    }
  }

  public struct Initiator: Sendable, Hashable {
    public var id: String
    public var displayName: String
    /// `user`, `application` or `system`.
    public var type: String

    public init(id: String, displayName: String, type: String) {
      self.id = id
      self.displayName = displayName
      self.type = type
    }
  }

  public struct Identity: Sendable, Hashable {
    public var id: String
    public var displayName: String
    /// `User`, `Group`.
    public var identityType: String
    public var details: JSONObject

    public init(id: String, displayName: String, identityType: String, details: JSONObject = [:]) {
      self.id = id
      self.displayName = displayName
      self.identityType = identityType
      self.details = details
    }
  }

  public struct StatusInfo: Sendable, Hashable {
    public var status: ProvisioningResult
    /// For failures and skips.
    public var errorInformation: ErrorInformation?

    public init(status: ProvisioningResult, errorInformation: ErrorInformation? = nil) {
      self.status = status
      self.errorInformation = errorInformation
    }
  }

  public struct ErrorInformation: Sendable, Hashable {
    public var errorCode: String
    public var reason: String
    public var additionalDetails: String?
    /// `failure`, `nonServiceFailure` or `success`.
    public var errorCategory: String
    public var recommendedAction: String?

    public init(
      errorCode: String, reason: String, additionalDetails: String? = nil, errorCategory: String,
      recommendedAction: String? = nil
    ) {
      self.errorCode = errorCode
      self.reason = reason
      self.additionalDetails = additionalDetails
      self.errorCategory = errorCategory
      self.recommendedAction = recommendedAction
    }
  }

  /// What was done, one after the other.
  public struct Step: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
      case `import`, scoping, matching, processing, referenceResolution, export
    }

    /// `EntryImportAdd`, `EntrySynchronizationScoping`, `EntryExportUpdate`.
    public var name: String
    public var kind: Kind
    public var status: ProvisioningResult
    public var description: String
    public var details: JSONObject
    /// Microseconds since 1970-01-01 UTC.
    public var time: Int64

    public init(
      name: String, kind: Kind, status: ProvisioningResult, description: String, details: JSONObject = [:],
      time: Int64
    ) {
      self.name = name
      self.kind = kind
      self.status = status
      self.description = description
      self.details = details
      self.time = time
    }
  }
}
