import ScimLedger

/// What a request's target asks for (RFC 9112 §3.2).
enum Route: Equatable {
  /// A path below a service's base, still percent-encoded, and the query without its question mark.
  case scim(Service, path: String, query: String)
  /// The token endpoint of a tenant (RFC 6749 §3.2).
  case token(tenant: String?)
  case live
  case ready
  case metrics
  case unknown

  /// One SCIM service: a tenant's, in one version of the protocol.
  struct Service: Equatable {
    /// nil for the default tenant.
    var tenant: String?
    var version = ProtocolVersion.v2

    /// What its resources' paths start with, such as `/acme/scim/v2`.
    var base: String { (tenant.map { "/" + $0 } ?? "") + Route.base(of: version) }
  }

  static func base(of version: ProtocolVersion) -> String {
    switch version {
    case .v1: "/scim/v1"
    case .v2: "/scim/v2"
    }
  }

  init(target: String) {
    let target = Self.withoutAuthority(target)
    let mark = target.firstIndex(of: "?")
    let path = mark.map { target[..<$0] } ?? target
    let query = mark.map { target[target.index(after: $0)...] } ?? ""
    switch path {
    case "/health/live": self = .live
    case "/health/ready": self = .ready
    case "/metrics": self = .metrics
    default:
      let (tenant, rest) = Self.tenant(path)
      if rest == "/oauth/token" {
        self = .token(tenant: tenant)
      } else if let (version, below) = Self.version(rest) {
        self = .scim(Service(tenant: tenant, version: version), path: String(below), query: String(query))
      } else {
        self = .unknown
      }
    }
  }

  /// The tenant that a path's first segment names, and the path after it. Nothing is percent-decoded: no
  /// tenant's name needs it.
  private static func tenant(_ path: Substring) -> (String?, Substring) {
    let name = path.dropFirst().prefix { $0 != "/" }
    guard path.first == "/", TenantName.isValid(name) else { return (nil, path) }
    return (String(name), path[name.endIndex...])
  }

  private static func version(_ path: Substring) -> (ProtocolVersion, Substring)? {
    for version in ProtocolVersion.allCases {
      let base = base(of: version)
      if path == base { return (version, "/") }
      if path.hasPrefix(base + "/") { return (version, path.dropFirst(base.count)) }
    }
    return nil
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

  /// The tenant that the request is about; nil for the default one and outside all.
  var tenant: String? {
    switch self {
    case .scim(let service, _, _): service.tenant
    case .token(let tenant): tenant
    case .live, .ready, .metrics, .unknown: nil
    }
  }

  /// The route as logs and metrics name it: one of a few words, never an identifier or a name.
  var label: String {
    switch self {
    case .scim(let service, let path, _):
      (service.version == .v1 ? "/v1" : "") + Self.label(ofPath: path)
    case .token: "/oauth/token"
    case .live: "/health/live"
    case .ready: "/health/ready"
    case .metrics: "/metrics"
    case .unknown: "other"
    }
  }

  private static let collections: Set<Substring> = [
    "Users", "Groups", "Schemas", "ResourceTypes", "ServiceProviderConfig", "ServiceProviderConfigs", "Bulk",
    "Me",
  ]

  private static func label(ofPath path: String) -> String {
    let segments = path.split(separator: "/", maxSplits: 3)
    switch segments.count {
    case 0: return "/"
    case 1 where segments[0] == ".search": return "/.search"
    case 1 where collections.contains(segments[0]): return "/\(segments[0])"
    case 2 where collections.contains(segments[0]):
      return segments[1] == ".search" ? "/\(segments[0])/.search" : "/\(segments[0])/{id}"
    case 3 where collections.contains(segments[0]) && segments[2] == "history":
      return "/\(segments[0])/{id}/history"
    default: return "other"
    }
  }
}
