import FoundationEssentials
import ScimLedger

/// A request for an access token by client credentials (RFC 6749 §4.4.2).
struct TokenRequest: Equatable {
  var clientID: String
  var clientSecret: String
  /// The scope asked for; nil for all that the client may have.
  var scope: AccessScope?

  /// Reads the request: the client's id and secret from the `Authorization` field
  /// (`client_secret_basic`) or from the body (`client_secret_post`), but not from both (§2.3).
  init(body: [UInt8], contentType: String?, authorization: String?) throws(OAuthError) {
    let mediaType = (contentType ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    guard mediaType == "application/x-www-form-urlencoded" else {
      throw .invalidRequest("The body must be application/x-www-form-urlencoded.")
    }
    let parameters = try FormParameters(body)
    guard let grantType = parameters["grant_type"] else {
      throw .invalidRequest("grant_type is missing: it should be client_credentials.")
    }
    guard grantType == "client_credentials" else {
      throw OAuthError(
        code: .unsupportedGrantType, description: "The only grant_type is client_credentials.")
    }
    if let authorization {
      guard let (id, secret) = Self.basic(authorization) else { throw .invalidClient }
      guard parameters["client_secret"] == nil, parameters["client_id"].map({ $0 == id }) ?? true else {
        throw .invalidRequest("The client is stated twice: in the Authorization field and in the body.")
      }
      (clientID, clientSecret) = (id, secret)
    } else {
      guard let id = parameters["client_id"], let secret = parameters["client_secret"] else {
        throw OAuthError(
          code: .invalidClient, description: "client_id and client_secret are missing.", status: 401)
      }
      (clientID, clientSecret) = (id, secret)
    }
    guard let text = parameters["scope"] else { return }
    // The name that the OpenID IPSIE profile of SCIM gives to all of it.
    if text == "scim" { return }
    guard let scope = AccessScope(text) else {
      throw OAuthError(code: .invalidScope, description: "The scopes are scim.read and scim.write.")
    }
    self.scope = scope
  }

  /// Id and secret, each form-encoded before they were put together (§2.3.1).
  private static func basic(_ field: String) -> (String, String)? {
    guard let space = field.firstIndex(of: " "), field[..<space].lowercased() == "basic",
      let data = Data(base64Encoded: String(field[space...].drop { $0 == " " }))
    else { return nil }
    let parts = Array(data).split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let id = FormParameters.decoded(parts[0]),
      let secret = FormParameters.decoded(parts[1]), !id.isEmpty, !secret.isEmpty
    else { return nil }
    return (id, secret)
  }
}
