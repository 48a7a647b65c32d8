import ScimLedger

/// Why a token request was refused (RFC 6749 §5.2).
struct OAuthError: Error, Equatable {
  enum Code: String {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case unsupportedGrantType = "unsupported_grant_type"
    case invalidScope = "invalid_scope"
    case temporarilyUnavailable = "temporarily_unavailable"
  }

  var code: Code
  var description: String
  var status = 400

  static func invalidRequest(_ description: String) -> OAuthError {
    OAuthError(code: .invalidRequest, description: description)
  }

  static let invalidClient = OAuthError(
    code: .invalidClient, description: "The client id or secret is unknown, retired or revoked.", status: 401)

  func response(headers: [(name: String, value: String)] = []) -> SCIMResponse {
    var headers = headers
    if code == .invalidClient {
      headers.append((name: "WWW-Authenticate", value: "Basic realm=\"scim-ledger\""))
    }
    return .oauth(
      status, ["error": .string(code.rawValue), "error_description": .string(description)], headers: headers)
  }
}

extension SCIMResponse {
  /// An answer of the token endpoint, which nobody may keep (RFC 6749 §5.1).
  static func oauth(
    _ status: Int, _ body: JSONValue, headers: [(name: String, value: String)] = []
  ) -> SCIMResponse {
    .plain(
      status, contentType: "application/json", body: body.serialized(),
      headers: headers + [(name: "Cache-Control", value: "no-store"), (name: "Pragma", value: "no-cache")])
  }
}
