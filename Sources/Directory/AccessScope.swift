/// What a token may be used for, in the words of OAuth 2.0 (RFC 6749 §3.3).
public struct AccessScope: OptionSet, Sendable, Hashable, CustomStringConvertible {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `scim.read`: GET, and searching by POST (RFC 7644 §3.4.3).
  public static let read = AccessScope(rawValue: 1)
  /// `scim.write`: everything else.
  public static let write = AccessScope(rawValue: 2)
  public static let all: AccessScope = [.read, .write]

  private static let names: [(scope: AccessScope, name: String)] = [
    (.read, "scim.read"), (.write, "scim.write"),
  ]

  /// Reads names with spaces between, in any order; nil for an unknown name, or for none.
  public init?(_ text: some StringProtocol) {
    var scope: AccessScope = []
    for word in text.split(separator: " ") {
      guard let known = AccessScope.names.first(where: { word == $0.name }) else { return nil }
      scope.formUnion(known.scope)
    }
    guard !scope.isEmpty else { return nil }
    self = scope
  }

  /// `scim.read scim.write`.
  public var description: String {
    AccessScope.names.filter { contains($0.scope) }.map(\.name).joined(separator: " ")
  }
}
