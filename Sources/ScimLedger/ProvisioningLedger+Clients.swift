import LMDB

/// An OAuth client with a secret just made: the only moment at which the secret is known.
public struct IssuedClient: Sendable {
  public var client: OAuthClient
  /// What the client sends as its `client_secret`. It is not kept anywhere.
  public var secret: String
}

extension ProvisioningLedger {
  /// Makes an OAuth client, which gets its access tokens itself (RFC 6749 §4.4).
  ///
  /// - Parameters:
  ///   - name: Who the log says asked.
  ///   - client: The provisioning client it speaks for; the name where nil.
  ///   - scope: The most that its access tokens may be used for.
  /// - Throws: `LedgerError.clientNameTaken`, `.tokenNameTaken`, `.invalidTokenName`.
  public func createClient(
    named name: String, client: String? = nil, scope: AccessScope = .all, by actor: Client = .local
  ) async throws -> IssuedClient {
    let client = client ?? name
    try requireNames([name, client])
    return try await issueSecret(by: actor) { [self] time, transaction in
      try requireFree(name, in: transaction)
      let id = Identifier(microseconds: time.microseconds, random: options.random())
      return OAuthClient(id: id, name: name, client: client, scope: scope, issued: time, secrets: [])
    }
  }

  /// Gives an OAuth client a second secret. Both are good until the older one is retired, so that the change
  /// can be carried to the identity provider without a gap.
  ///
  /// - Throws: `LedgerError.noSuchClient`; `.twoSecrets` where the older one is still to be retired.
  public func rotateClientSecret(named name: String, by actor: Client = .local) async throws -> IssuedClient {
    try await issueSecret(by: actor) { [self] _, transaction in
      let client = try activeClient(named: name, in: transaction)
      guard client.usableSecrets.count < 2 else { throw LedgerError.twoSecrets(name) }
      return client
    }
  }

  /// Retires all secrets of an OAuth client but the newest. Access tokens it has live on until they expire.
  ///
  /// - Throws: `LedgerError.noSuchClient`; `.oneSecret` where there is no older one.
  @discardableResult
  public func retireClientSecrets(named name: String, by actor: Client = .local) async throws -> OAuthClient {
    try await revoke(by: actor) { [self] transaction in
      let client = try activeClient(named: name, in: transaction)
      let retired = client.usableSecrets.dropLast()
      guard !retired.isEmpty else { throw LedgerError.oneSecret(name) }
      return (client, retired.map(\.id))
    }
  }

  /// Revokes an OAuth client: its secrets and its access tokens open nothing from then on.
  ///
  /// - Throws: `LedgerError.noSuchClient`.
  @discardableResult
  public func revokeClient(named name: String, by actor: Client = .local) async throws -> OAuthClient {
    try await revoke(by: actor) { [self] transaction in
      (try activeClient(named: name, in: transaction), nil)
    }
  }

  /// All OAuth clients ever made, oldest first.
  public func oauthClients() throws -> [OAuthClient] {
    try log.environment.read { try AuditReader(tables: tables, view: $0.view).oauthClients() }
  }

  private func issueSecret(
    by actor: Client,
    to client: @escaping @Sendable (DateTime, borrowing WriteTransaction) throws -> OAuthClient
  ) async throws -> IssuedClient {
    let secret = TokenSecret.make(prefix: TokenSecret.clientPrefix)
    let hash = TokenSecret.hexadecimal(TokenSecret.hash(of: secret))
    let issued: OAuthClient = try await administer { [self] transaction, appender in
      var event = administrativeEvent(.issueCredential, status: 201, by: actor)
      var client = try client(event.time, transaction)
      let id = Identifier(microseconds: event.time.microseconds, random: options.random())
      event.details = [
        "id": .string(client.id.description), "name": .string(client.name), "client": .string(client.client),
        "scope": .string(client.scope.description), "secret": .string(id.description), "hash": .string(hash),
      ]
      try append(event, in: transaction, &appender)
      client.secrets.append(.init(id: id, issued: event.time, hash: hash))
      return client
    }
    try tokens.load(from: log, tables)
    return IssuedClient(client: issued, secret: secret)
  }

  /// - Parameter find: The client, and the secrets to be retired; nil for the client as a whole.
  private func revoke(
    by actor: Client,
    _ find: @escaping @Sendable (borrowing WriteTransaction) throws -> (OAuthClient, [Identifier]?)
  ) async throws -> OAuthClient {
    let changed: OAuthClient = try await administer { [self] transaction, appender in
      var (client, secrets) = try find(transaction)
      var event = administrativeEvent(.revokeCredential, status: 200, by: actor)
      var details: JSONObject = ["id": .string(client.id.description), "name": .string(client.name)]
      if let secrets {
        details["secrets"] = .array(secrets.map { .string($0.description) })
        for index in client.secrets.indices where secrets.contains(client.secrets[index].id) {
          client.secrets[index].retired = event.time
        }
      } else {
        client.revoked = event.time
      }
      event.details = details
      try append(event, in: transaction, &appender)
      return client
    }
    try tokens.load(from: log, tables)
    return changed
  }

  private func activeClient(
    named name: String, in transaction: borrowing WriteTransaction
  ) throws -> OAuthClient {
    let clients = try AuditReader(tables: tables, view: transaction.view).oauthClients()
    guard let client = clients.first(where: { $0.name == name && $0.revoked == nil }) else {
      throw LedgerError.noSuchClient(name)
    }
    return client
  }
}
