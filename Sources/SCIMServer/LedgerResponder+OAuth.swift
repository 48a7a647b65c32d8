import HTTPTypes
import Hummingbird
import Logging
import ScimLedger

extension LedgerResponder {
  private static let longestTokenRequest = 16 << 10

  /// Answers a request for an access token. What is refused reaches no log but the server's.
  func token(_ request: Request, for ledger: ProvisioningLedger) async throws -> Outcome {
    guard request.method == .post else {
      let error = OAuthError(
        code: .invalidRequest, description: "Access tokens are asked for by POST.", status: 405)
      return Outcome(
        error.response(headers: [(name: "Allow", value: "POST")]), endsConnection: request.mayHaveBody)
    }
    let body: [UInt8]
    do {
      let declared = request.headers[.contentLength].flatMap(Int.init)
      if let declared, declared > Self.longestTokenRequest { throw BodyFailure.tooLarge }
      body = try await request.body.bytes(
        upTo: Self.longestTokenRequest, within: configuration.requestTimeout, declared: declared)
    } catch let failure as BodyFailure {
      let error = OAuthError.invalidRequest("The body could not be read: \(failure).")
      return Outcome(error.response(), endsConnection: true)
    }
    do {
      return try await grant(
        TokenRequest(
          body: body, contentType: request.headers[.contentType],
          authorization: request.headers[.authorization]), by: ledger)
    } catch let error as OAuthError {
      if error.code == .invalidClient { metrics?.requestUnauthenticated() }
      return Outcome(error.response())
    } catch EventLogError.queueFull {
      let error = OAuthError(
        code: .temporarilyUnavailable, description: "The ledger is busy.", status: 503)
      return Outcome(error.response(headers: [(name: "Retry-After", value: "1")]))
    } catch {
      logger.error("An access token could not be issued", metadata: ["error": "\(error)"])
      let error = OAuthError(
        code: .temporarilyUnavailable, description: "The access token could not be recorded.", status: 503)
      return Outcome(error.response(headers: [(name: "Retry-After", value: "30")]))
    }
  }

  private func grant(_ request: TokenRequest, by ledger: ProvisioningLedger) async throws -> Outcome {
    guard let client = ledger.oauthClient(id: request.clientID, secret: request.clientSecret) else {
      throw OAuthError.invalidClient
    }
    let actor = Client(name: client.name, client: client.client, tokenID: client.id)
    if let delay = limiter.wait(for: client.id, within: rateLimit(of: ledger)) {
      metrics?.requestRateLimited()
      let error = OAuthError(
        code: .temporarilyUnavailable, description: "This client asks too often.", status: 429)
      return Outcome(error.response(headers: [delay.retryAfter]), client: actor)
    }
    let scope = request.scope ?? client.scope
    guard client.scope.isSuperset(of: scope), !scope.isEmpty else {
      throw OAuthError(code: .invalidScope, description: "This client may have \(client.scope) only.")
    }
    let issued = try await ledger.issueAccessToken(
      to: client, scope: scope, lifetime: configuration.accessTokenLifetime)
    metrics?.accessTokenIssued()
    let seconds =
      ((issued.token.expires?.microseconds ?? 0) - issued.token.issued.microseconds) / 1_000_000
    return Outcome(
      .oauth(
        200,
        [
          "access_token": .string(issued.secret), "token_type": "Bearer",
          "expires_in": .number(JSONNumber(Int(clamping: seconds))), "scope": .string(scope.description),
        ]),
      client: actor)
  }
}

extension Duration {
  /// The field that says how long to wait, in whole seconds (RFC 9110 §10.2.3).
  var retryAfter: (name: String, value: String) {
    let seconds = components.seconds + (components.attoseconds > 0 ? 1 : 0)
    return (name: "Retry-After", value: String(max(1, seconds)))
  }
}
