/// How a request says who sends it.
public enum TargetAuthorization: Sendable, Hashable {
  case none
  /// A token for all requests (RFC 6750).
  case bearer(String)
  /// Tokens from a token endpoint (RFC 6749 §4.4), each kept until shortly before it expires.
  case clientCredentials(tokenURL: String, clientID: String, clientSecret: String, scope: String? = nil)
}

extension TargetAuthorization: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What it is, without its secret.
  public var description: String {
    switch self {
    case .none: "none"
    case .bearer: "bearer token"
    case .clientCredentials(let url, let client, _, _): "client credentials of \(client) at \(url)"
    }
  }

  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
