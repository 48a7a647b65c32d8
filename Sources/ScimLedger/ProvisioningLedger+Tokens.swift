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
  /// - Throws: `LedgerError.tokenNameTaken`, `.invalidTokenName`.
  public func issueToken(
    named name: String, client: String? = nil, by actor: Client = .local
  ) async throws -> IssuedToken {
    let client = client ?? name
    for text in [name, client] where !isTokenName(text) { throw LedgerError.invalidTokenName(text) }
    let secret = TokenSecret.make()
    let hash = TokenSecret.hexadecimal(TokenSecret.hash(of: secret))
    let token: AccessToken = try await administer { [self] transaction, appender in
      guard try activeToken(named: name, in: transaction) == nil else {
        throw LedgerError.tokenNameTaken(name)
      }
      let time = clock.next()
      let id = Identifier(microseconds: time, random: options.random())
      var event = administrativeEvent(.issueToken, at: time, by: actor)
      event.details = [
        "id": .string(id.description), "name": .string(name), "client": .string(client),
        "hash": .string(hash),
      ]
      try append(event, in: transaction, &appender)
      return AccessToken(
        id: id, name: name, client: client, issued: DateTime(microseconds: time), revoked: nil, hash: hash)
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
      let time = clock.next()
      var event = administrativeEvent(.revokeToken, at: time, by: actor)
      event.details = ["id": .string(token.id.description), "name": .string(name)]
      try append(event, in: transaction, &appender)
      token.revoked = DateTime(microseconds: time)
      return token
    }
    try tokens.load(from: log, tables)
    return revoked
  }

  /// All tokens ever issued, oldest first.
  public func accessTokens() throws -> [AccessToken] {
    try log.environment.read { try AuditReader(tables: tables, view: $0.view).tokens() }
  }

  /// The client whose token this secret is; nil for an unknown or revoked one.
  public func authenticate(bearer secret: String) -> Client? {
    tokens.client(for: secret)
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

  private func activeToken(named name: String, in transaction: borrowing WriteTransaction) throws
    -> AccessToken?
  {
    try AuditReader(tables: tables, view: transaction.view).tokens().first {
      $0.name == name && $0.revoked == nil
    }
  }

  private func administrativeEvent(_ operation: Event.Operation, at time: Int64, by actor: Client) -> Event {
    Event(
      id: Identifier(microseconds: time, random: options.random()), time: DateTime(microseconds: time),
      operation: operation, actor: actor, outcome: .init(status: operation == .revokeToken ? 200 : 201))
  }

  private func append(
    _ event: Event, in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws {
    var event = event
    event.position = try appender.append(EventCodec.draft(event), in: transaction).position
    try Projector(log: log, tables: tables).fold(event, in: transaction)
  }

  private func administer<Value: Sendable>(_ work: @escaping LogWriter.Work<Value>) async throws -> Value {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    return try await writer.perform(work)
  }
}
