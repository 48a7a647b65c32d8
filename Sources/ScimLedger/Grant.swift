/// What a bearer token opens: who asks, and what for.
public struct Grant: Sendable, Hashable {
  /// Who asks, as events state it.
  public var client: Client
  public var scope: AccessScope
  /// The token issued by hand, or the OAuth client: what one rate limit is counted for, however many access
  /// tokens a client gets itself.
  public var credential: Identifier
  /// When the token stops being good; nil for one issued by hand.
  public var expires: DateTime?

  public init(client: Client, scope: AccessScope, credential: Identifier, expires: DateTime? = nil) {
    self.client = client
    self.scope = scope
    self.credential = credential
    self.expires = expires
  }

  /// What a request needs: searching by POST changes nothing (RFC 7644 §3.4.3).
  public static func scope(neededFor method: String, path: String) -> AccessScope {
    switch method {
    case "GET", "HEAD": .read
    case "POST" where path == "/.search" || path.hasSuffix("/.search"): .read
    default: .write
    }
  }

  /// Whether a request is within the scope.
  public func allows(_ method: String, path: String) -> Bool {
    scope.contains(Grant.scope(neededFor: method, path: path))
  }
}

extension ProvisioningLedger {
  /// What this bearer token opens; nil for an unknown, revoked or expired one.
  public func authorize(bearer secret: String) -> Grant? {
    tokens.grant(for: secret, at: options.clock())
  }

  /// The client whose token this secret is; nil for an unknown, revoked or expired one.
  public func authenticate(bearer secret: String) -> Client? { authorize(bearer: secret)?.client }

  /// Answers a SCIM request with what a token opens. One that is not within its scope is answered 403 and
  /// leaves its event like any other refusal; its body is not read.
  public func handle(_ request: SCIMRequest, with grant: Grant) async -> SCIMResponse {
    guard grant.allows(request.method, path: request.path) else {
      let needed = Grant.scope(neededFor: request.method, path: request.path)
      return provider.refuse(
        request, as: grant.client,
        because: SCIMError(
          status: 403,
          detail: "\(request.method) needs the scope \(needed); this token has \(grant.scope)."))
    }
    return await handle(request, as: grant.client)
  }
}
