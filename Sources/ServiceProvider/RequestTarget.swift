import EventLog
import SCIM

/// What a path names (RFC 7644 §3.2, §4).
enum RequestTarget: Sendable {
  case collection(ResourceType)
  /// `id` is nil where the text can't be the id of anything here.
  case resource(ResourceType, id: Identifier?, text: String)
  case serviceProviderConfig
  case resourceTypes
  case resourceType(String)
  case schemas
  case schema(String)
  /// An endpoint of the standard that this server does not offer.
  case notOffered(String)
  case unknown

  init(path: String) {
    let segments = path.utf8.split(separator: UInt8(ascii: "/")).map {
      PercentEncoding.decode($0, plusIsSpace: false)
    }
    guard let first = segments.first else {
      self = .unknown
      return
    }
    let second = segments.count == 2 ? segments[1] : nil
    switch (first, segments.count) {
    case ("ServiceProviderConfig", 1): self = .serviceProviderConfig
    case ("ResourceTypes", 1): self = .resourceTypes
    case ("Schemas", 1): self = .schemas
    case ("Bulk", 1), ("Me", _), (".search", 1): self = .notOffered("/\(first)")
    default:
      if let second, first == "ResourceTypes" {
        self = .resourceType(second)
      } else if let second, first == "Schemas" {
        self = .schema(second)
      } else if let type = ResourceType.standard.first(where: { $0.endpoint == "/\(first)" }) {
        switch (segments.count, second) {
        case (1, _): self = .collection(type)
        case (2, ".search"?): self = .notOffered("\(type.endpoint)/.search")
        case (2, let id?): self = .resource(type, id: Identifier(id), text: id)
        default: self = .unknown
        }
      } else {
        self = .unknown
      }
    }
  }
}
