/// A live person or group with all that belongs to it.
public struct DirectoryResource: Sendable {
  public var id: Identifier
  /// `User` or `Group`.
  public var type: String
  /// What clients may set; no id, meta, members or groups.
  public var image: JSONObject
  public var created: DateTime
  public var lastModified: DateTime
  /// The event that last changed it.
  public var position: Position
  /// The entity tag, such as `W/"17"`.
  public var version: String
  /// A group's members; nil where they were not read.
  public var members: [GroupMember]?
  public var groups: [GroupReference]

  public var userName: String? { image["userName"]?.stringValue }
  public var displayName: String? { image["displayName"]?.stringValue }
  public var externalID: String? { image["externalId"]?.stringValue }
  /// nil for a resource that has no such attribute.
  public var isActive: Bool? { image["active"]?.boolValue }

  init(_ stored: StoredResource, members: [GroupMember]?, groups: [GroupReference]) {
    id = stored.id
    type = stored.type
    image = stored.image
    created = stored.created
    lastModified = stored.lastModified
    position = stored.position
    version = stored.version
    self.members = members
    self.groups = groups
  }

  /// The resource as a SCIM client sees it.
  public func scim(baseURL: String) -> JSONValue {
    let type: ResourceType = type == "Group" ? .group : .user
    let meta = ResourceMeta(
      id: id.description, created: created, lastModified: lastModified, version: version,
      location: ResourceRenderer.location(of: id.description, endpoint: type.endpoint, baseURL: baseURL))
    return ResourceRenderer.render(
      image: image, meta: meta, type: type, members: members, groups: groups, selection: .defaults(for: type),
      baseURL: baseURL)
  }
}

/// A page of a list.
public struct ResourcePage: Sendable {
  /// How many resources match in all.
  public var totalResults: Int
  /// The place of the first one here among them, from 1.
  public var startIndex: Int
  public var resources: [DirectoryResource]
}
