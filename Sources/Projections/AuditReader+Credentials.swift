import Directory
import EventLog
import JSONTape
import LMDB

extension AuditReader {
  /// All tokens ever issued by hand, oldest first.
  public func tokens() throws -> [AccessToken] {
    var tokens: [AccessToken] = []
    try view.scan(set.tokens, from: nil, direction: .ascending) { key, value in
      // A damaged row opens nothing and must not keep the ledger shut, or it could not be mended.
      guard key.count == 16, let id = key.identifier(at: 0), let row = object(value),
        let token = AccessToken(id, row: row)
      else { return .next }
      tokens.append(token)
      return .next
    }
    return tokens
  }

  /// The access tokens that OAuth clients got, oldest first; of the expired ones only the latest.
  public func accessTokens() throws -> [AccessToken] {
    var tokens: [AccessToken] = []
    try forEach(behind: CredentialKeys.accessTokens) { id, row in
      if let token = AccessToken(id, row: row) { tokens.append(token) }
    }
    return tokens
  }

  /// All OAuth clients ever made, oldest first.
  public func oauthClients() throws -> [OAuthClient] {
    var clients: [OAuthClient] = []
    try forEach(behind: CredentialKeys.oauthClients) { id, row in
      if let client = OAuthClient(id, row: row) { clients.append(client) }
    }
    return clients
  }

  private func forEach(behind letter: UInt8, _ body: (Identifier, JSONObject) -> Void) throws {
    try view.scan(set.tokens, from: [letter], direction: .ascending) { key, value in
      guard key.count > 0, key[0] == letter else { return .stop }
      if let id = CredentialKeys.identifier(key, behind: letter), let row = object(value) { body(id, row) }
      return .next
    }
  }

  private func object(_ value: Span<UInt8>) -> JSONObject? {
    try? JSONValue(parsing: value.array).objectValue
  }
}
