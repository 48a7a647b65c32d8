import AsyncHTTPClient
import FoundationEssentials
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Tenants")
struct TenantTests {
  private static func run<Value: Sendable>(
    _ names: [String] = ["acme", "globex"],
    configure: (inout SCIMServer.Configuration) -> Void = { _ in },
    _ body: @Sendable (RunningServer) async throws -> Value
  ) async throws -> Value {
    try await TemporaryLedger.with { ledger in
      for name in names { try TenantRegistry.create(named: name, in: ledger.directory) }
      return try await RunningServer.run(TenantRegistry(opening: ledger), configure: configure, body)
    }
  }

  private static func secret(_ server: RunningServer, _ tenant: String) async throws -> String {
    try await #require(server.tenants.ledger(of: tenant)).issueToken(named: "entra").secret
  }

  private static func post(
    _ server: RunningServer, _ path: String, _ secret: String, _ userName: String
  ) async throws -> RunningServer.Answer {
    try await server.send(
      "POST", path + "/Users", authorization: "Bearer " + secret,
      headers: ["Content-Type": "application/scim+json"],
      body: .bytes(RunningServer.user(userName).serialized()))
  }

  @Test("each tenant has its own people, tokens and locations")
  func apart() async throws {
    try await Self.run { server in
      let acme = try await Self.secret(server, "acme")
      let globex = try await Self.secret(server, "globex")
      let created = try await Self.post(server, "/acme/scim/v2", acme, "babs")
      #expect(created.status == 201)
      let location = try #require(created.header("Location"))
      #expect(location.hasPrefix("http://127.0.0.1:\(server.port)/acme/scim/v2/Users/"))
      #expect(try await Self.post(server, "/globex/scim/v2", globex, "babs").status == 201)
      #expect(try await server.scim("POST", "/Users", RunningServer.user("babs")).status == 201)
      for (path, token) in [
        ("/acme/scim/v2", globex), ("/acme/scim/v2", server.secret), ("/scim/v2", acme),
        ("/globex/scim/v2", acme),
      ] {
        #expect(try await Self.post(server, path, token, "nobody").status == 401)
      }
      for (_, ledger) in server.tenants.ledgers {
        #expect(try ledger.resources(ofType: "User").totalResults == 1)
      }
      let text = try await server.send("GET", "/metrics").text
      #expect(text.contains("scim_ledger_users{active=\"true\",tenant=\"acme\"} 1"))
      #expect(text.contains("scim_ledger_users{active=\"true\"} 1"))
    }
  }

  @Test(
    "a public URL holds for every tenant", arguments: ["https://example.com", "https://example.com/scim/v2/"])
  func publicURL(url: String) async throws {
    try await Self.run(configure: { $0.publicURL = url }) { server in
      let acme = try await Self.secret(server, "acme")
      let created = try await Self.post(server, "/acme/scim/v2", acme, "babs")
      #expect(created.header("Location")?.hasPrefix("https://example.com/acme/scim/v2/Users/") == true)
    }
  }

  @Test("an unknown tenant is a SCIM 404 that names nobody in the metrics")
  func unknown() async throws {
    try await Self.run { server in
      for path in ["/nobody/scim/v2/Users", "/nobody/oauth/token"] {
        let answer = try await server.send("GET", path, authorization: "Bearer " + server.secret)
        #expect(answer.status == 404)
        #expect(try answer.object["status"] == "404")
      }
      #expect(try await !server.send("GET", "/metrics").text.contains("nobody"))
    }
  }

  @Test("a tenant's OAuth clients get tokens at its own endpoint")
  func oauth() async throws {
    try await Self.run { server in
      let ledger = try #require(server.tenants.ledger(of: "acme"))
      let issued = try await ledger.createClient(named: "entra")
      let body =
        "grant_type=client_credentials&client_id=\(issued.client.id)&client_secret=\(issued.secret)"
      let headers = ["Content-Type": "application/x-www-form-urlencoded"]
      let other = try await server.send(
        "POST", "/oauth/token", headers: headers, body: .bytes(Array(body.utf8)))
      #expect(other.status == 401)
      let answer = try await server.send(
        "POST", "/acme/oauth/token", headers: headers, body: .bytes(Array(body.utf8)))
      #expect(answer.status == 200)
      let token = try #require(try answer.object["access_token"]?.stringValue)
      #expect(try await Self.post(server, "/acme/scim/v2", token, "babs").status == 201)
      #expect(try await Self.post(server, "/scim/v2", token, "babs").status == 401)
    }
  }

  @Test("a tenant is made while the server runs, and is administered by way of the one control socket")
  func control() async throws {
    try await Self.run([]) { server in
      let control = try #require(try await ControlClient.connect(directory: server.directory))
      let made = try await control.createTenant(
        named: "acme", settings: LedgerConfiguration(profile: "rfc", requestsPerSecond: 30))
      #expect(made.name == "acme" && made.settings.profile == "rfc" && made.settings.requestsPerSecond == 30)
      let names = try await control.tenants().map(\.name)
      #expect(names == [nil, "acme"])
      for name in ["acme", "Acme", "scim", ""] {
        await #expect(throws: ControlError.self) { try await control.createTenant(named: name) }
      }
      await #expect(throws: ControlError.self) {
        try await control.createTenant(named: "other", settings: LedgerConfiguration(profile: "none"))
      }
      #expect(server.tenants.names == ["acme"])
      let ofTenant = try #require(
        try await ControlClient.connect(directory: server.directory, tenant: "acme"))
      let issued = try await ofTenant.issueToken(named: "entra", scope: .read)
      #expect(issued.token.scope == "scim.read")
      let read = try await server.send("GET", "/acme/scim/v2/Users", authorization: "Bearer " + issued.secret)
      #expect(read.status == 200)
      #expect(try await Self.post(server, "/acme/scim/v2", issued.secret, "babs").status == 403)
      let defaultNames = try await control.tokens().map(\.name)
      #expect(defaultNames == ["tests"])
      #expect(try await ofTenant.rebuild().wereEqual)
      var settings = try await ofTenant.settings()
      settings.profile = "tolerant"
      try await ofTenant.configure(settings)
      #expect(server.tenants.ledger(of: "acme")?.configuration == settings)
      let ofNobody = try #require(
        try await ControlClient.connect(directory: server.directory, tenant: "nobody"))
      await #expect(throws: ControlError.self) { try await ofNobody.tokens() }
    }
  }

  @Test("OAuth clients are made, rotated and revoked by way of the control socket")
  func clients() async throws {
    try await RunningServer.run { server in
      let control = try #require(try await ControlClient.connect(directory: server.directory))
      let made = try await control.createClient(named: "entra", scope: .read)
      #expect(made.client.name == "entra" && made.client.scope == "scim.read" && made.client.secrets == 1)
      let rotated = try await control.rotateClientSecret(named: "entra")
      #expect(rotated.client.id == made.client.id && rotated.client.secrets == 2)
      #expect(rotated.secret != made.secret)
      await #expect(throws: ControlError.self) { try await control.rotateClientSecret(named: "entra") }
      let retired = try await control.retireClientSecrets(named: "entra")
      #expect(retired.secrets == 1)
      let revoked = try await control.revokeClient(named: "entra")
      #expect(revoked.revoked != nil && revoked.secrets == 0)
      let names = try await control.clients().map(\.name)
      #expect(names == ["entra"])
      await #expect(throws: ControlError.self) { try await control.revokeClient(named: "entra") }
    }
  }

  @Test("one ledger served alone makes no tenants")
  func alone() async throws {
    try await RunningServer.run { server in
      let control = try #require(try await ControlClient.connect(directory: server.directory))
      await #expect(throws: ControlError.self) { try await control.createTenant(named: "acme") }
    }
  }

  @Test("a tenant whose ledger is broken is answered 503, and the others are served")
  func broken() async throws {
    try await TemporaryLedger.with { ledger in
      for name in ["acme", "globex"] { try TenantRegistry.create(named: name, in: ledger.directory) }
      let file = TenantRegistry.directory(of: "acme", in: ledger.directory) + "/log/data.mdb"
      #expect(FileManager.default.createFile(atPath: file, contents: Data("broken".utf8)))
      try await RunningServer.run(TenantRegistry(opening: ledger)) { server in
        #expect(Array(server.tenants.failures.keys) == ["acme"])
        let answer = try await server.send("GET", "/acme/scim/v2/Users", authorization: "Bearer x")
        #expect(answer.status == 503)
        let globex = try await Self.secret(server, "globex")
        #expect(try await Self.post(server, "/globex/scim/v2", globex, "babs").status == 201)
        #expect(try await server.scim("GET", "/Users").status == 200)
      }
    }
  }
}
