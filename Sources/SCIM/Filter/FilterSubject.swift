public import JSONTape

/// A resource as a filter sees it: its image and what is kept apart from it.
public struct FilterSubject {
  /// Values that are rows of their own: a group's members, a user's groups.
  ///
  /// A filter that asks for one id calls `contains` alone; only another condition makes it call `all`.
  public struct References {
    public var contains: (_ id: String) throws -> Bool
    /// Each value with `value` and what else is known of it, such as `type` and `display`.
    public var all: () throws -> [JSONObject]

    public init(
      contains: @escaping (_ id: String) throws -> Bool, all: @escaping () throws -> [JSONObject]
    ) {
      self.contains = contains
      self.all = all
    }

    public init(_ members: [GroupMember]) {
      let ids = Set(members.map(\.value))
      self.init(
        contains: { ids.contains($0) },
        all: { members.map(\.object) })
    }

    public init(_ groups: [GroupReference]) {
      let ids = Set(groups.map(\.value))
      self.init(
        contains: { ids.contains($0) },
        all: {
          groups.map { group in
            var object: JSONObject = ["value": .string(group.value)]
            object["display"] = group.display.map { .string($0) }
            object["type"] = group.direct ? "direct" : "indirect"
            return object
          }
        })
    }
  }

  public var image: JSONObject
  public var id: String
  public var created: DateTime
  public var lastModified: DateTime
  /// The entity tag as it is shown, such as `W/"3"`.
  public var version: String
  /// The resource's URI as it is shown; empty where it is of no interest.
  public var location: String
  public var members: References?
  public var groups: References?

  public init(
    image: JSONObject, id: String, created: DateTime, lastModified: DateTime, version: String,
    location: String = "", members: References? = nil, groups: References? = nil
  ) {
    self.image = image
    self.id = id
    self.created = created
    self.lastModified = lastModified
    self.version = version
    self.location = location
    self.members = members
    self.groups = groups
  }

  public init(
    image: JSONObject, meta: ResourceMeta, members: References? = nil, groups: References? = nil
  ) {
    self.init(
      image: image, id: meta.id, created: meta.created, lastModified: meta.lastModified,
      version: meta.version, location: meta.location, members: members, groups: groups)
  }
}
