import LMDB

/// A token just issued: the only moment at which its secret is known.
public struct IssuedToken: Sendable {
  public var token: AccessToken
  /// What the client sends as its bearer token (RFC 6750). It is not kept anywhere.
  public var secret: String
}

extension ProvisioningLedger {
  /// Issues a bearer token of 256 random bits.
  ///
  /// - Parameters:
  ///   - name: How the token is told from others, and who the log says asked.
  ///   - client: The provisioning client it speaks for; the name where nil. `externalId` is unique within
  ///     one client, so a token that replaces another takes the same client.
  ///   - scope: What it may be used for.
  /// - Throws: `LedgerError.tokenNameTaken`, `.invalidTokenName`.
  public func issueToken(
    named name: String, client: String? = nil, scope: AccessScope = .all, by actor: Client = .local
  ) async throws -> IssuedToken {
    let client = client ?? name
    try requireNames([name, client])
    let secret = TokenSecret.make()
    let hash = TokenSecret.hexadecimal(TokenSecret.hash(of: secret))
    let token: AccessToken = try await administer { [self] transaction, appender in
      try requireFree(name, in: transaction)
      var event = administrativeEvent(.issueToken, status: 201, by: actor)
      let id = Identifier(microseconds: event.time.microseconds, random: options.random())
      event.details = [
        "id": .string(id.description), "name": .string(name), "client": .string(client),
        "hash": .string(hash),
      ]
      // A token for everything is stored as it was before there were scopes.
      if scope != .all { event.details?["scope"] = .string(scope.description) }
      try append(event, in: transaction, &appender)
      var token = AccessToken(
        id: id, name: name, client: client, issued: event.time, revoked: nil, hash: hash)
      token.scope = scope
      return token
    }
    try tokens.load(from: log, tables)
    return IssuedToken(token: token, secret: secret)
  }

  /// Revokes the token of this name; from then on it opens nothing.
  ///
  /// - Throws: `LedgerError.noSuchToken`.
  @discardableResult
  public func revokeToken(named name: String, by actor: Client = .local) async throws -> AccessToken {
    let revoked: AccessToken = try await administer { [self] transaction, appender in
      guard var token = try activeToken(named: name, in: transaction) else {
        throw LedgerError.noSuchToken(name)
      }
      var event = administrativeEvent(.revokeToken, status: 200, by: actor)
      event.details = ["id": .string(token.id.description), "name": .string(name)]
      try append(event, in: transaction, &appender)
      token.revoked = event.time
      return token
    }
    try tokens.load(from: log, tables)
    return revoked
  }

  /// All tokens ever issued by hand, oldest first.
  public func accessTokens() throws -> [AccessToken] {
    try log.environment.read { try AuditReader(tables: tables, view: $0.view).tokens() }
  }

  private func activeToken(
    named name: String, in transaction: borrowing WriteTransaction
  ) throws -> AccessToken? {
    try AuditReader(tables: tables, view: transaction.view).tokens().first {
      $0.name == name && $0.revoked == nil
    }
  }

  /// Refuses a name that a token or an OAuth client in use has: the log tells who asked by the name.
  func requireFree(_ name: String, in transaction: borrowing WriteTransaction) throws {
    guard try activeToken(named: name, in: transaction) == nil else {
      throw LedgerError.tokenNameTaken(name)
    }
    let clients = try AuditReader(tables: tables, view: transaction.view).oauthClients()
    guard !clients.contains(where: { $0.name == name && $0.revoked == nil }) else {
      throw LedgerError.clientNameTaken(name)
    }
  }

  func requireNames(_ names: [String]) throws(LedgerError) {
    for name in names where !isTokenName(name) { throw LedgerError.invalidTokenName(name) }
  }

  private func isTokenName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      }
  }
}
