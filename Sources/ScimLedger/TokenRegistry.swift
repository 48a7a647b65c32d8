import LMDB

/// The tokens and OAuth clients in use, held in memory so that a request is authenticated without reading
/// the disk.
final class TokenRegistry: Sendable {
  private struct Entry: Sendable {
    var hash: [UInt8]
    var grant: Grant
    var expires: Int64?
    /// The OAuth client whose revocation ends the token.
    var oauthClient: Identifier?
  }

  private struct Contents: Sendable {
    /// By the first bytes of the hash. Looking there tells an attacker nothing: the hash is of a secret of
    /// 256 bits, and the whole of it is then compared in constant time.
    var entries: [[UInt8]: [Entry]] = [:]
    var oauthClients: [Identifier: OAuthClient] = [:]
    var accessTokens = 0
    /// So many access tokens call for a look at which of them have expired.
    var sweepAt = 1024

    mutating func insert(_ token: AccessToken) {
      guard let hash = TokenSecret.bytes(hexadecimal: token.hash) else { return }
      if token.expires != nil { accessTokens += 1 }
      entries[Array(hash.prefix(8)), default: []].append(
        Entry(
          hash: hash,
          grant: Grant(
            client: Client(name: token.name, client: token.client, tokenID: token.id), scope: token.scope,
            credential: token.oauthClient ?? token.id, expires: token.expires),
          expires: token.expires?.microseconds, oauthClient: token.oauthClient))
    }

    mutating func removeExpired(at time: Int64) {
      entries = entries.compactMapValues { entries in
        let good = entries.filter { $0.expires.map { $0 > time } ?? true }
        return good.isEmpty ? nil : good
      }
      accessTokens = entries.values.reduce(0) { $0 + $1.count { $0.expires != nil } }
      sweepAt = max(1024, accessTokens * 2)
    }
  }

  private let contents = Locked(Contents())

  func load(from log: LMDBEventLog, _ tables: ProjectionTables) throws {
    let found = try log.environment.read { transaction in
      let reader = try AuditReader(tables: tables, view: transaction.view)
      var contents = Contents()
      for token in try reader.tokens() where token.revoked == nil { contents.insert(token) }
      for token in try reader.accessTokens() { contents.insert(token) }
      for client in try reader.oauthClients() where client.revoked == nil {
        contents.oauthClients[client.id] = client
      }
      return contents
    }
    contents.withLock { $0 = found }
  }

  /// Takes in one access token; reading all of them anew for each would cost more the more there are.
  func insert(_ token: AccessToken) {
    contents.withLock { contents in
      contents.insert(token)
      if contents.accessTokens > contents.sweepAt { contents.removeExpired(at: token.issued.microseconds) }
    }
  }

  func grant(for secret: String, at time: Int64) -> Grant? {
    let hash = TokenSecret.hash(of: secret)
    return contents.withLock { contents in
      guard
        let entry = contents.entries[Array(hash.prefix(8))]?.first(where: {
          TokenSecret.isEqual($0.hash, hash)
        }), entry.expires.map({ $0 > time }) ?? true
      else { return nil }
      if let client = entry.oauthClient, contents.oauthClients[client] == nil { return nil }
      return entry.grant
    }
  }

  /// The OAuth client that this id and secret are of; nil for a wrong pair.
  func oauthClient(_ id: Identifier, secret: String) -> OAuthClient? {
    let hash = TokenSecret.hash(of: secret)
    guard let client = contents.withLock({ $0.oauthClients[id] }) else { return nil }
    let isGood = client.usableSecrets.contains { secret in
      TokenSecret.bytes(hexadecimal: secret.hash).map { TokenSecret.isEqual($0, hash) } ?? false
    }
    return isGood ? client : nil
  }
}
