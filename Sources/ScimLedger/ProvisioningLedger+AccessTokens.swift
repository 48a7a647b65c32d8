import LMDB

extension ProvisioningLedger {
  /// How long an access token may be good: Entra ID asks for 1 to 6 hours.
  public static let accessTokenLifetimes: ClosedRange<Duration> = .seconds(3600)...(.seconds(6 * 3600))

  /// The OAuth client that this id and secret are of; nil for a wrong pair. Nothing is written.
  public func oauthClient(id: String, secret: String) -> OAuthClient? {
    Identifier(id).flatMap { tokens.oauthClient($0, secret: secret) }
  }

  /// Issues an access token to an OAuth client; the event keeps all but the secret.
  ///
  /// The token is known again after a restart, as its hash stands in the log.
  ///
  /// - Parameters:
  ///   - scope: What it may be used for: no more than the client may have.
  ///   - lifetime: Brought into ``accessTokenLifetimes``.
  public func issueAccessToken(
    to client: OAuthClient, scope: AccessScope, lifetime: Duration
  ) async throws -> IssuedToken {
    let range = ProvisioningLedger.accessTokenLifetimes
    let seconds = min(max(lifetime, range.lowerBound), range.upperBound).components.seconds
    let scope = scope.intersection(client.scope)
    let secret = TokenSecret.make()
    let hash = TokenSecret.hexadecimal(TokenSecret.hash(of: secret))
    let token: AccessToken = try await administer { [self] transaction, appender in
      let actor = Client(name: client.name, client: client.client, tokenID: client.id)
      var event = administrativeEvent(.issueToken, status: 200, by: actor)
      let id = Identifier(microseconds: event.time.microseconds, random: options.random())
      let expires = DateTime(microseconds: event.time.microseconds + seconds * 1_000_000)
      event.details = [
        "id": .string(id.description), "name": .string(client.name), "client": .string(client.client),
        "scope": .string(scope.description), "oauthClient": .string(client.id.description),
        "expires": .number(JSONNumber(Int(clamping: expires.microseconds))), "hash": .string(hash),
      ]
      try append(event, in: transaction, &appender)
      var token = AccessToken(
        id: id, name: client.name, client: client.client, issued: event.time, revoked: nil, hash: hash)
      token.scope = scope
      token.expires = expires
      token.oauthClient = client.id
      return token
    }
    tokens.insert(token)
    return IssuedToken(token: token, secret: secret)
  }
}
