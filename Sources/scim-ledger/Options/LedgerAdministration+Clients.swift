import SCIMServer
import ScimLedger

extension LedgerAdministration {
  /// An OAuth client's id, and its secret where one was just made.
  struct ClientSecret {
    var id: String
    var secret: String
  }

  func createClient(named name: String, client: String?, scope: AccessScope) async throws -> ClientSecret {
    switch self {
    case .server(let server):
      let issued = try await server.createClient(named: name, client: client, scope: scope)
      return ClientSecret(id: issued.client.id, secret: issued.secret)
    case .direct(let ledger):
      let issued = try await ledger.createClient(named: name, client: client, scope: scope)
      return ClientSecret(id: issued.client.id.description, secret: issued.secret)
    }
  }

  func rotateClientSecret(named name: String) async throws -> ClientSecret {
    switch self {
    case .server(let server):
      let issued = try await server.rotateClientSecret(named: name)
      return ClientSecret(id: issued.client.id, secret: issued.secret)
    case .direct(let ledger):
      let issued = try await ledger.rotateClientSecret(named: name)
      return ClientSecret(id: issued.client.id.description, secret: issued.secret)
    }
  }

  func retireClientSecrets(named name: String) async throws {
    switch self {
    case .server(let server): _ = try await server.retireClientSecrets(named: name)
    case .direct(let ledger): try await ledger.retireClientSecrets(named: name)
    }
  }

  func revokeClient(named name: String) async throws {
    switch self {
    case .server(let server): _ = try await server.revokeClient(named: name)
    case .direct(let ledger): try await ledger.revokeClient(named: name)
    }
  }
}
