public import EventLog
public import JSONTape
public import SCIM

/// A live resource as the directory holds it; members and groups are rows apart.
public struct StoredResource: Sendable, Hashable {
  public var id: Identifier
  /// `User` or `Group`.
  public var type: String
  public var image: JSONObject
  public var created: DateTime
  public var lastModified: DateTime
  /// The event that last changed it.
  public var position: Position
  /// The provisioning client whose `externalId` the image holds.
  public var owner: String

  public init(
    id: Identifier, type: String, image: JSONObject, created: DateTime, lastModified: DateTime,
    position: Position, owner: String
  ) {
    self.id = id
    self.type = type
    self.image = image
    self.created = created
    self.lastModified = lastModified
    self.position = position
    self.owner = owner
  }

  /// The weak entity tag: the position of the event that made this version (RFC 7644 §3.14).
  public var version: String { EntityTag.version(position) }

  /// The resource as an event left it; nil where the event left none.
  public init?(_ event: Event) {
    guard let id = event.resource, let type = event.resourceType, let effect = event.effect,
      let image = effect.image
    else { return nil }
    self.init(
      id: id, type: type, image: image, created: effect.created, lastModified: event.time,
      position: event.position, owner: effect.owner)
  }
}
