/// What a request's target asks for (RFC 9112 §3.2).
enum Route: Equatable {
  /// A path below `/scim/v2`, still percent-encoded, and the query without its question mark.
  case scim(path: String, query: String)
  case live
  case ready
  case metrics
  case unknown

  static let base = "/scim/v2"

  init(target: String) {
    let target = Self.withoutAuthority(target)
    let mark = target.firstIndex(of: "?")
    let path = mark.map { target[..<$0] } ?? target
    let query = mark.map { target[target.index(after: $0)...] } ?? ""
    switch path {
    case "/health/live": self = .live
    case "/health/ready": self = .ready
    case "/metrics": self = .metrics
    case "/scim/v2": self = .scim(path: "/", query: String(query))
    case _ where path.hasPrefix("/scim/v2/"):
      self = .scim(path: String(path.dropFirst(Self.base.count)), query: String(query))
    default: self = .unknown
    }
  }

  /// A server must take the absolute form too (RFC 9112 §3.2.2); its authority says nothing new.
  private static func withoutAuthority(_ target: String) -> Substring {
    for scheme in ["http://", "https://"] where target.hasPrefix(scheme) {
      let rest = target.dropFirst(scheme.count)
      guard let end = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
      return rest[end...]
    }
    return target[...]
  }

  /// The route as logs and metrics name it: one of a few words, never an identifier or a name.
  var label: String {
    switch self {
    case .scim(let path, _): Self.label(ofPath: path)
    case .live: "/health/live"
    case .ready: "/health/ready"
    case .metrics: "/metrics"
    case .unknown: "other"
    }
  }

  private static let collections: Set<Substring> = [
    "Users", "Groups", "Schemas", "ResourceTypes", "ServiceProviderConfig", "Bulk", "Me",
  ]

  private static func label(ofPath path: String) -> String {
    let segments = path.split(separator: "/", maxSplits: 3)
    switch segments.count {
    case 0: return "/"
    case 1 where segments[0] == ".search": return "/.search"
    case 1 where collections.contains(segments[0]): return "/\(segments[0])"
    case 2 where collections.contains(segments[0]):
      return segments[1] == ".search" ? "/\(segments[0])/.search" : "/\(segments[0])/{id}"
    default: return "other"
    }
  }
}
