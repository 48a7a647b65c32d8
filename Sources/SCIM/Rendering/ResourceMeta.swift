/// What the service provider knows about a resource (RFC 7643 §3.1).
public struct ResourceMeta: Sendable, Hashable {
  public var id: String
  public var created: DateTime
  public var lastModified: DateTime
  /// The weak entity tag as it stands in the ETag header: `W/"…"`.
  public var version: String
  /// The resource's URI.
  public var location: String

  public init(id: String, created: DateTime, lastModified: DateTime, version: String, location: String) {
    self.id = id
    self.created = created
    self.lastModified = lastModified
    self.version = version
    self.location = location
  }
}
