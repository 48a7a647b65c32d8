import Provisioning

/// The `Authorization` of one server's requests.
enum Authorizer: Sendable {
  case none
  case fixed(String)
  case tokens(TokenCache)

  init(_ authorization: TargetAuthorization, client: ConnectorClient) throws(ConnectorError) {
    switch authorization {
    case .none: self = .none
    case .bearer(let token):
      guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw ConnectorError("the bearer token is empty, or has a blank or a line break in it")
      }
      self = .fixed("Bearer " + token)
    case .clientCredentials(let url, let clientID, let secret, let scope):
      self = .tokens(
        try TokenCache(url: url, clientID: clientID, clientSecret: secret, scope: scope, client: client))
    }
  }

  /// The header's value; nil where none is sent.
  func header() async throws(TokenFailure) -> String? {
    switch self {
    case .none: nil
    case .fixed(let value): value
    case .tokens(let cache): try await cache.header()
    }
  }

  /// Another value than the one that was answered with 401, or nil where there is no other.
  func header(insteadOf refused: String?) async throws(TokenFailure) -> String? {
    guard case .tokens(let cache) = self else { return nil }
    return try await cache.header(insteadOf: refused)
  }
}
