import LedgerTestKit
import ScimLedger
import Synchronization
import Testing

@Suite("Credentials")
struct CredentialTests {
  /// A clock that stands until it is moved.
  private final class Clock: Sendable {
    private let time = Mutex<Int64>(1_770_000_000_000_000)

    var now: Int64 { time.withLock { $0 } }

    func advance(by seconds: Int64) { time.withLock { $0 += seconds * 1_000_000 } }
  }

  private static func run<R>(_ body: (String, ProvisioningLedger.Options, Clock) async throws -> R)
    async throws -> R
  {
    try await withTemporaryDirectory { directory in
      let clock = Clock()
      var options = testOptions()
      options.clock = { clock.now }
      try ProvisioningLedger.create(at: directory + "/ledger", options: options)
      return try await body(directory + "/ledger", options, clock)
    }
  }

  private static func open<R>(
    _ directory: String, _ options: ProvisioningLedger.Options, _ body: (ProvisioningLedger) async throws -> R
  ) async throws -> R {
    let ledger = try ProvisioningLedger(opening: directory, options: options)
    do {
      let result = try await body(ledger)
      await ledger.close()
      return result
    } catch {
      await ledger.close()
      throw error
    }
  }

  @Test("an access token is good until it expires, through a restart and a rebuild")
  func lifetime() async throws {
    try await Self.run { directory, options, clock in
      let secret = try await Self.open(directory, options) { ledger in
        let client = try await ledger.createClient(named: "entra", client: "tenant").client
        return try await ledger.issueAccessToken(to: client, scope: .read, lifetime: .seconds(3600)).secret
      }
      clock.advance(by: 1800)
      try await Self.open(directory, options) { ledger in
        let grant = try #require(ledger.authorize(bearer: secret))
        #expect(grant.client.name == "entra" && grant.client.client == "tenant" && grant.scope == .read)
        #expect(try await ledger.rebuild().wereEqual)
        #expect(ledger.authorize(bearer: secret) == grant)
        clock.advance(by: 1801)
        #expect(ledger.authorize(bearer: secret) == nil)
        #expect(ledger.authenticate(bearer: secret) == nil)
      }
      try await Self.open(directory, options) { #expect($0.authorize(bearer: secret) == nil) }
    }
  }

  @Test("expired access tokens leave no rows, and the log keeps that they were issued")
  func expired() async throws {
    try await Self.run { directory, options, clock in
      try await Self.open(directory, options) { ledger in
        let client = try await ledger.createClient(named: "entra").client
        let other = try await ledger.issueToken(named: "by-hand").secret
        for _ in 0..<20 {
          _ = try await ledger.issueAccessToken(to: client, scope: .all, lifetime: .seconds(3600))
          clock.advance(by: 600)
        }
        #expect(try ledger.status().events.first { $0.operation == .issueToken }?.count == 21)
        #expect(ledger.authorize(bearer: other) != nil)
        #expect(try ledger.accessTokens().map(\.name) == ["by-hand"])
        let report = try await ledger.rebuild()
        #expect(report.wereEqual, "what expired goes by the log's time, not by the clock")
      }
    }
  }

  @Test("both secrets are good until the older one is retired, and none after the client is revoked")
  func rotation() async throws {
    try await Self.run { directory, options, _ in
      try await Self.open(directory, options) { ledger in
        let made = try await ledger.createClient(named: "entra", scope: .read)
        let id = made.client.id.description
        func isGood(_ secret: String) -> Bool { ledger.oauthClient(id: id, secret: secret) != nil }
        await #expect(throws: LedgerError.oneSecret("entra")) {
          try await ledger.retireClientSecrets(named: "entra")
        }
        let rotated = try await ledger.rotateClientSecret(named: "entra")
        #expect(isGood(made.secret) && isGood(rotated.secret) && !isGood("slc_other"))
        #expect(ledger.oauthClient(id: "none", secret: made.secret) == nil)
        await #expect(throws: LedgerError.twoSecrets("entra")) {
          try await ledger.rotateClientSecret(named: "entra")
        }
        try await ledger.retireClientSecrets(named: "entra")
        #expect(!isGood(made.secret) && isGood(rotated.secret))
        let third = try await ledger.rotateClientSecret(named: "entra")
        #expect(isGood(third.secret))
        let token = try await ledger.issueAccessToken(to: third.client, scope: .all, lifetime: .seconds(1))
        #expect(token.token.scope == .read, "no more than the client may have")
        #expect(ledger.authorize(bearer: token.secret) != nil)
        try await ledger.revokeClient(named: "entra")
        #expect(!isGood(rotated.secret) && !isGood(third.secret))
        #expect(ledger.authorize(bearer: token.secret) == nil)
        await #expect(throws: LedgerError.noSuchClient("entra")) {
          try await ledger.revokeClient(named: "entra")
        }
        let clients = try ledger.oauthClients()
        #expect(clients.count == 1 && clients[0].revoked != nil && clients[0].secrets.count == 3)
        #expect(try await ledger.rebuild().wereEqual)
        #expect(try ledger.oauthClients() == clients)
        #expect(ledger.authorize(bearer: token.secret) == nil)
      }
    }
  }

  @Test("a name is one token's or one client's, so that the log tells who asked")
  func names() async throws {
    try await Self.run { directory, options, _ in
      try await Self.open(directory, options) { ledger in
        _ = try await ledger.issueToken(named: "a")
        _ = try await ledger.createClient(named: "b")
        await #expect(throws: LedgerError.tokenNameTaken("a")) { try await ledger.createClient(named: "a") }
        await #expect(throws: LedgerError.clientNameTaken("b")) { try await ledger.issueToken(named: "b") }
        await #expect(throws: LedgerError.clientNameTaken("b")) { try await ledger.createClient(named: "b") }
        await #expect(throws: LedgerError.invalidTokenName("b c")) {
          try await ledger.createClient(named: "b c")
        }
        try await ledger.revokeClient(named: "b")
        let token = try await ledger.issueToken(named: "b", scope: .read)
        #expect(ledger.authorize(bearer: token.secret)?.scope == .read)
      }
      try await Self.open(directory, options) { ledger in
        let scopes = try ledger.accessTokens().map(\.scope)
        #expect(scopes == [.all, .read])
      }
    }
  }

  @Test("many access tokens in use are all known, and the expired among them forgotten")
  func many() async throws {
    try await Self.run { directory, options, clock in
      try await Self.open(directory, options) { ledger in
        let client = try await ledger.createClient(named: "entra").client
        func issue(_ count: Int) async throws -> [String] {
          var secrets: [String] = []
          for _ in 0..<count {
            secrets.append(
              try await ledger.issueAccessToken(to: client, scope: .all, lifetime: .seconds(3600)).secret)
          }
          return secrets
        }
        let old = try await issue(40)
        clock.advance(by: 3601)
        let new = try await issue(40)
        #expect(old.allSatisfy { ledger.authorize(bearer: $0) == nil })
        #expect(new.allSatisfy { ledger.authorize(bearer: $0) != nil })
      }
    }
  }
}
