/// What two servers' answers to one request may differ in.
public struct LiveRules: Sendable, Hashable {
  /// A rule that always holds, and why.
  public struct Rule: Sendable, Hashable {
    public var path: String
    public var reason: String
  }

  /// Attributes that are each server's own.
  public static let standing = [
    Rule(path: "meta.created", reason: "each server's own time"),
    Rule(path: "meta.lastModified", reason: "each server's own time"),
    Rule(path: "meta.version", reason: "each server's own tag"),
    Rule(path: "detail", reason: "each server's own words"),
    Rule(path: "nextCursor", reason: "only its server can open it"),
  ]

  /// Attributes, with all their parts, that the user leaves out, such as `groups` or
  /// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager`.
  public var ignored: [String]
  /// Attributes that differed between two answers of the other server to the same read.
  public internal(set) var noise: [String] = []

  public init(ignoring ignored: [String] = []) { self.ignored = ignored }

  /// - Parameter path: An attribute's path from its resource on.
  func ignores(_ path: String) -> Bool {
    guard !path.isEmpty else { return false }
    return (LiveRules.standing.map(\.path) + ignored + noise).contains { rule in
      guard path.count >= rule.count, path.prefix(rule.count).lowercased() == rule.lowercased() else {
        return false
      }
      let rest = path.dropFirst(rule.count)
      return rest.isEmpty || rest.first == "." || rest.first == ":"
    }
  }

  mutating func add(noise paths: [String]) {
    for path in paths where !path.isEmpty && !ignores(path) { noise.append(path) }
  }
}
