import EventLog
import SCIM

/// What a path names (RFC 7644 §3.2, §4).
enum RequestTarget: Sendable {
  case collection(ResourceType)
  /// `id` is nil where the text can't be the id of anything here.
  case resource(ResourceType, id: Identifier?, text: String)
  /// What was done to a resource.
  case history(ResourceType, id: Identifier?)
  /// A search by POST, over the types that its endpoint has.
  case search([ResourceType])
  /// All types at once.
  case root
  case serviceProviderConfig
  case resourceTypes
  case resourceType(String)
  case schemas
  case schema(String)
  case bulk
  /// An endpoint of the standard that this server does not offer.
  case notOffered(String)
  case unknown

  init(path: String, registry: SchemaRegistry) {
    let segments = path.utf8.split(separator: UInt8(ascii: "/")).map {
      PercentEncoding.decode($0, plusIsSpace: false)
    }
    guard let first = segments.first else {
      self = .root
      return
    }
    let second = segments.count == 2 ? segments[1] : nil
    switch (first, segments.count) {
    case ("ServiceProviderConfig", 1): self = .serviceProviderConfig
    case ("ResourceTypes", 1): self = .resourceTypes
    case ("Schemas", 1): self = .schemas
    case ("Bulk", 1): self = .bulk
    case ("Me", _): self = .notOffered("/\(first)")
    case (".search", 1): self = .search(registry.types)
    default:
      if let second, first == "ResourceTypes" {
        self = .resourceType(second)
      } else if let second, first == "Schemas" {
        self = .schema(second)
      } else if let type = registry.type(endpoint: first) {
        switch (segments.count, second) {
        case (1, _): self = .collection(type)
        case (2, ".search"?): self = .search([type])
        case (2, let id?): self = .resource(type, id: Identifier(id), text: id)
        case (3, _) where segments[2] == "history": self = .history(type, id: Identifier(segments[1]))
        default: self = .unknown
        }
      } else {
        self = .unknown
      }
    }
  }
}
