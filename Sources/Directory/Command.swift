public import EventLog
public import JSONTape
public import SCIM

/// A request to change the directory, read as far as that can be done without looking at it.
public enum Command: Sendable {
  case create(ResourceType, body: JSONValue)
  case replace(ResourceType, Identifier, body: JSONValue)
  case modify(ResourceType, Identifier, PatchRequest)
  case delete(ResourceType, Identifier)
}

/// Everything a decision may use that is neither in the request nor in the directory. It is recorded with
/// the event, so that the same decision can be made again.
public struct DecisionContext: Sendable {
  public var eventID: Identifier
  public var time: DateTime
  /// The id for a resource that the command creates.
  public var newResource: Identifier
  public var actor: Client
  public var protocolVersion: String
  public var request: Event.Request
  /// The provisioning cycle that the client said the request is part of.
  public var cycle: Identifier?
  /// The position the event will have, from which comes the resource's version.
  public var position: Position
  /// The body of a create, where it was read already. Reading needs no directory, so that it can be done
  /// before others are kept waiting; without it, deciding reads.
  public var read: ReadResource?
  /// The profile by which the request is read.
  public var profile: Profile
  /// The ledger's settings.
  public var configuration: LedgerConfiguration

  public init(
    eventID: Identifier, time: DateTime, newResource: Identifier, actor: Client, protocolVersion: String,
    request: Event.Request, cycle: Identifier? = nil, position: Position, read: ReadResource? = nil,
    profile: Profile = .tolerant, configuration: LedgerConfiguration = .init()
  ) {
    self.eventID = eventID
    self.time = time
    self.newResource = newResource
    self.actor = actor
    self.protocolVersion = protocolVersion
    self.request = request
    self.cycle = cycle
    self.position = position
    self.read = read
    self.profile = profile
    self.configuration = configuration
  }
}

/// What a command comes to.
public struct Decision: Sendable {
  public var event: Event
  /// Events that follow from it, in order: a deleted member leaves its groups.
  public var consequences: [Event] = []
  /// The resource as it is afterwards; nil after a refusal or a removal.
  public var resource: StoredResource?

  public init(event: Event, consequences: [Event] = [], resource: StoredResource? = nil) {
    self.event = event
    self.consequences = consequences
    self.resource = resource
  }
}
