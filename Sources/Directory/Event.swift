public import EventLog
public import JSONTape
public import SCIM

/// One operation as the ledger keeps it: what was asked and by whom, what came of it, and what it changed.
///
/// EVENT_FORMAT.md beside this file says how it is stored.
public struct Event: Sendable, Hashable {
  /// Where it stands in the log; `.start` until it is appended.
  public var position: Position = .start
  public var id: Identifier
  public var time: DateTime
  public var operation: Operation
  public var actor: Client
  /// The SCIM version spoken, such as `2.0`; nil for an administrative event.
  public var protocolVersion: String?
  /// `User`, `Group`, or nil where no resource is concerned.
  public var resourceType: String?
  public var resource: Identifier?
  /// The event that had last changed the resource before this one; nil where there is none.
  public var previous: Position?
  public var outcome: Outcome
  /// The departures from the standard that were accepted.
  public var tolerances: [Tolerance] = []
  public var request: Request?
  public var effect: Effect?
  /// For a read: the log's head in the snapshot that was read.
  public var snapshot: Position?
  /// For a query: how many resources matched.
  public var results: Int?
  /// For an operation of a bulk request: which.
  public var bulk: Bulk?
  /// The provisioning cycle that the client said the request is part of.
  public var cycle: Identifier?
  /// For a consequence: the event that brought it about.
  public var cause: Position?
  /// Whether the operation succeeded and found everything as it asked for already.
  public var isUnchanged = false
  /// For an administrative event: its facts, such as a token's name.
  public var details: JSONObject?
  /// For `importLogRecord`: the record.
  public var importedRecord: ImportedRecord?

  public init(
    id: Identifier, time: DateTime, operation: Operation, actor: Client, outcome: Outcome
  ) {
    self.id = id
    self.time = time
    self.operation = operation
    self.actor = actor
    self.outcome = outcome
  }

  /// Whether the operation was refused.
  public var isRefused: Bool { outcome.status >= 400 }

  /// What came of the operation, in the protocol's terms (RFC 7644 §3.12).
  public struct Outcome: Sendable, Hashable {
    /// The HTTP status code.
    public var status: Int
    public var scimType: String?
    public var detail: String?

    public init(status: Int, scimType: String? = nil, detail: String? = nil) {
      self.status = status
      self.scimType = scimType
      self.detail = detail
    }

    public init(_ error: SCIMError) {
      self.init(status: error.status, scimType: error.scimType?.rawValue, detail: error.detail)
    }
  }

  /// The place of an operation within a bulk request (RFC 7644 §3.7).
  public struct Bulk: Sendable, Hashable {
    /// The same for all operations of the request.
    public var id: Identifier
    /// The operation's index among the request's `Operations`, from 0.
    public var index: Int
    /// The client's temporary name for the resource.
    public var bulkID: String?

    public init(id: Identifier, index: Int, bulkID: String? = nil) {
      self.id = id
      self.index = index
      self.bulkID = bulkID
    }
  }

  /// The request as it was received, without secrets.
  public struct Request: Sendable, Hashable {
    /// The id by which server logs and the client know this request.
    public var id: String
    public var method: String
    /// The path below the SCIM base URL, as it was sent.
    public var path: String
    public var query: String
    public var userAgent: String?
    /// The `If-Match` header.
    public var ifMatch: String?
    /// The JSON body with passwords taken out; nil where there was none or it could not be read.
    public var body: [UInt8]?

    public init(
      id: String, method: String, path: String, query: String = "", userAgent: String? = nil,
      ifMatch: String? = nil, body: [UInt8]? = nil
    ) {
      self.id = id
      self.method = method
      self.path = path
      self.query = query
      self.userAgent = userAgent
      self.ifMatch = ifMatch
      self.body = body
    }
  }

  /// The resource as it is after the event.
  public struct Effect: Sendable, Hashable {
    /// The attributes that clients may set; nil when the resource was removed.
    public var image: JSONObject?
    public var created: DateTime
    /// The provisioning client whose `externalId` the image holds.
    public var owner: String
    /// The members that came or whose details changed (a group's members are rows of their own).
    public var membersAdded: [GroupMember]
    /// The ids of the members that went.
    public var membersRemoved: [String]

    public init(
      image: JSONObject?, created: DateTime, owner: String, membersAdded: [GroupMember] = [],
      membersRemoved: [String] = []
    ) {
      self.image = image
      self.created = created
      self.owner = owner
      self.membersAdded = membersAdded
      self.membersRemoved = membersRemoved
    }

    public var isRemoval: Bool { image == nil }
  }
}
