public import EventLog
public import JSONTape
public import SCIM

/// A person or group out of a file, on its way into the directory.
public struct ImportedResource: Sendable, Hashable {
  /// The id that its event gets. The same for the same place of the same file, so that a resource is taken in once
  /// however often it comes.
  public var event: Identifier
  /// Where it was read, such as `people.jsonl:17`; the event's request has it as its id.
  public var place: String
  /// The name of its resource type, such as `User`.
  public var type: String
  /// The resource as a POST would have it.
  public var resource: JSONObject

  public init(event: Identifier, place: String, type: String, resource: JSONObject) {
    self.event = event
    self.place = place
    self.type = type
    self.resource = resource
  }
}

/// What holds for all resources of an import.
public struct ImportRules: Sendable, Hashable {
  /// The provisioning cycle that all events of the import are part of.
  public var cycle: Identifier
  /// Whether who is there already, by `externalId` or by `userName` (of a group `displayName`), is changed to what
  /// the file says of it. What the file does not mention stays. Without it a name that is taken is refused.
  public var updatesExisting: Bool

  public init(cycle: Identifier, updatesExisting: Bool = false) {
    self.cycle = cycle
    self.updatesExisting = updatesExisting
  }
}

/// What came of one resource of an import.
public struct ImportResult: Sendable, Equatable {
  /// What was done.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case created
    case updated
    /// It was as the file says; there is no event.
    case unchanged
    case refused
  }

  public var kind: Kind
  /// Its event; nil where there is none.
  public var position: Position?
  /// The resource; nil where it was refused.
  public var resource: Identifier?
  /// Whether an earlier run had taken it in, and this one passed it over.
  public var isKnown: Bool
  /// Why it was refused.
  public var error: SCIMError?

  public init(
    _ kind: Kind, position: Position? = nil, resource: Identifier? = nil, isKnown: Bool = false,
    error: SCIMError? = nil
  ) {
    self.kind = kind
    self.position = position
    self.resource = resource
    self.isKnown = isKnown
    self.error = error
  }
}
