extension Event {
  /// What was done or tried. The numbers are stored as the record's kind and never change.
  public enum Operation: UInt16, Sendable, CaseIterable {
    case createLedger = 1
    case issueToken = 2
    case revokeToken = 3
    /// The ledger's settings were changed.
    case configure = 4
    /// Schemas and resource types were registered.
    case registerSchema = 5
    /// An OAuth client was made, or got a further secret.
    case issueCredential = 6
    /// An OAuth client, or one of its secrets, opens nothing any more.
    case revokeCredential = 7
    /// A record of the identity provider's own log was brought in.
    case importLogRecord = 8

    case create = 16
    case replace = 17
    case modify = 18
    case delete = 19
    /// One resource read by its id.
    case read = 20
    /// A list or search.
    case query = 21
    /// A discovery document read (RFC 7644 §4).
    case discover = 22
    /// A request for something this server does not have.
    case unsupported = 23
    /// A bulk request that was refused as a whole; one that is carried out is the events of its operations.
    case bulk = 24

    /// A group lost a member because that member was deleted.
    case leaveGroup = 32

    /// The stable name, as views and exports show it.
    public var name: String {
      switch self {
      case .createLedger: "createLedger"
      case .issueToken: "issueToken"
      case .revokeToken: "revokeToken"
      case .configure: "configure"
      case .registerSchema: "registerSchema"
      case .issueCredential: "issueCredential"
      case .revokeCredential: "revokeCredential"
      case .importLogRecord: "importLogRecord"
      case .create: "create"
      case .replace: "replace"
      case .modify: "modify"
      case .delete: "delete"
      case .read: "read"
      case .query: "query"
      case .discover: "discover"
      case .unsupported: "unsupported"
      case .bulk: "bulk"
      case .leaveGroup: "leaveGroup"
      }
    }

    /// Whether the operator did it, and no provisioning client.
    public var isAdministrative: Bool { rawValue < Event.Operation.create.rawValue }

    /// Whether it only looks.
    public var isRead: Bool { self == .read || self == .query || self == .discover }
  }
}
