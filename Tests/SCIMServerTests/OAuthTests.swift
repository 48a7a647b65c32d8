import AsyncHTTPClient
import FoundationEssentials
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("OAuth client credentials")
struct OAuthTests {
  private static func ask(
    _ server: RunningServer, _ body: String, authorization: String? = nil, path: String = "/oauth/token",
    method: String = "POST", contentType: String = "application/x-www-form-urlencoded"
  ) async throws -> RunningServer.Answer {
    try await server.send(
      method, path, authorization: authorization, headers: ["Content-Type": contentType],
      body: method == "GET" ? nil : .bytes(Array(body.utf8)))
  }

  private static func basic(_ id: String, _ secret: String) -> String {
    "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString()
  }

  @Test("a client gets an access token by either way of stating itself, and it opens the service")
  func grant() async throws {
    try await RunningServer.run { server in
      let issued = try await server.ledger.createClient(named: "entra")
      let id = issued.client.id.description
      for (body, authorization) in [
        ("grant_type=client_credentials", Self.basic(id, issued.secret)),
        ("grant_type=client_credentials&client_id=\(id)&client_secret=\(issued.secret)", nil),
        ("grant_type=client_credentials&client_id=\(id)&scope=scim", Self.basic(id, issued.secret)),
      ] as [(String, String?)] {
        let answer = try await Self.ask(server, body, authorization: authorization)
        #expect(answer.status == 200)
        #expect(answer.header("Cache-Control") == "no-store" && answer.header("Pragma") == "no-cache")
        let object = try answer.object
        #expect(object["token_type"] == "Bearer" && object["expires_in"] == 3600)
        #expect(object["scope"] == "scim.read scim.write")
        let token = try #require(object["access_token"]?.stringValue)
        let read = try await server.send("GET", "/scim/v2/Users", authorization: "Bearer " + token)
        #expect(read.status == 200)
      }
      #expect(try await server.send("GET", "/metrics").text.contains("\nscim_oauth_tokens_total 3\n"))
    }
  }

  /// Microsoft's validation has two tests of authentication, of which one must pass; this one is skipped there
  /// for a service that takes client credentials and no tokens of others.
  @Test(
    "Federated_Identity_Test: another issuer's token is no secret, and is refused in the words of RFC 6749",
    arguments: [
      (
        "grant_type=client_credentials&client_id=ID&client_assertion=e30.e30.e30"
          + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
        "invalid_client"
      ),
      (
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=e30.e30.e30",
        "unsupported_grant_type"
      ),
      (
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=e30.e30.e30"
          + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt", "unsupported_grant_type"
      ),
    ])
  func federated(body: String, error: String) async throws {
    try await RunningServer.run { server in
      let issued = try await server.ledger.createClient(named: "entra")
      let answer = try await Self.ask(server, body.replacing("ID", with: issued.client.id.description))
      #expect(try answer.object["error"] == .string(error))
      #expect(try answer.object["access_token"] == nil)
      let direct = try await server.send("GET", "/scim/v2/Users", authorization: "Bearer e30.e30.e30")
      #expect(direct.status == 401)
    }
  }

  @Test("the event of an access token states the client and never the secret; its use states the token")
  func event() async throws {
    try await RunningServer.run { server in
      let issued = try await server.ledger.createClient(named: "entra", client: "tenant", scope: .all)
      let id = issued.client.id.description
      let answer = try await Self.ask(
        server, "grant_type=client_credentials&scope=scim.write", authorization: Self.basic(id, issued.secret)
      )
      let token = try #require(try answer.object["access_token"]?.stringValue)
      let created = try await server.send(
        "POST", "/scim/v2/Users", authorization: "Bearer " + token,
        headers: ["Content-Type": "application/scim+json"],
        body: .bytes(RunningServer.user("a").serialized()))
      #expect(created.status == 201)
      let refused = try await server.send("GET", "/scim/v2/Users", authorization: "Bearer " + token)
      #expect(refused.status == 403, "the token was asked for writing only")
      let events = try server.ledger.events(from: Position(1), limit: 100)
      let made = try #require(events.first { $0.operation == .issueCredential })
      let grant = try #require(events.last { $0.operation == .issueToken })
      let use = try #require(events.first { $0.operation == .create })
      #expect(grant.actor.name == "entra" && grant.actor.tokenID == issued.client.id)
      #expect(grant.details?["scope"] == "scim.write" && grant.details?["oauthClient"] == .string(id))
      #expect(use.actor.name == "entra" && use.actor.client == "tenant")
      #expect(.string(use.actor.tokenID.description) == grant.details?["id"])
      for event in [made, grant] {
        let text = String(decoding: JSONValue.object(event.details ?? [:]).serialized(), as: UTF8.self)
        #expect(!text.contains(issued.secret) && !text.contains(token))
      }
    }
  }

  struct Refusal: Sendable {
    var body: String
    var authorization: String?
    var status = 400
    var error: String
    var method = "POST"
    var contentType = "application/x-www-form-urlencoded"
  }

  /// ID and SECRET stand for the client's own.
  private static let post = "client_id=ID&client_secret=SECRET&"

  @Test(
    "what is wrong with a request is said in the words of RFC 6749, and nothing reaches the log",
    arguments: [
      Refusal(body: post, error: "invalid_request"),
      Refusal(body: post + "grant_type=", error: "invalid_request"),
      Refusal(body: post + "grant_type=password", error: "unsupported_grant_type"),
      Refusal(body: post + "grant_type=client_credentials&grant_type=x", error: "invalid_request"),
      Refusal(body: post + "grant_type=client_credentials&scope=%zz", error: "invalid_request"),
      Refusal(body: post + "grant_type=client_credentials&scope=admin", error: "invalid_scope"),
      Refusal(body: post + "grant_type=client_credentials&scope=scim.write", error: "invalid_scope"),
      Refusal(body: "grant_type=client_credentials", status: 401, error: "invalid_client"),
      Refusal(body: "grant_type=client_credentials&client_id=ID", status: 401, error: "invalid_client"),
      Refusal(
        body: "grant_type=client_credentials&client_id=ID&client_secret=no", status: 401,
        error: "invalid_client"),
      Refusal(
        body: "grant_type=client_credentials&client_id=x&client_secret=SECRET", status: 401,
        error: "invalid_client"),
      Refusal(
        body: post + "grant_type=client_credentials", authorization: "Basic ID:SECRET",
        error: "invalid_request"),
      Refusal(
        body: "grant_type=client_credentials", authorization: "Basic ID:no", status: 401,
        error: "invalid_client"),
      Refusal(
        body: "grant_type=client_credentials", authorization: "Bearer x", status: 401, error: "invalid_client"
      ),
      Refusal(body: "{}", error: "invalid_request", contentType: "application/json"),
      Refusal(body: String(repeating: "a", count: 20_000), error: "invalid_request"),
      Refusal(body: "", status: 405, error: "invalid_request", method: "GET"),
    ])
  func refusals(refusal: Refusal) async throws {
    try await RunningServer.run { server in
      let issued = try await server.ledger.createClient(named: "auditor", scope: .read)
      let head = try server.ledger.head()
      let id = issued.client.id.description
      func filled(_ text: String) -> String {
        text.replacing("ID", with: id).replacing("SECRET", with: issued.secret)
      }
      let authorization = refusal.authorization.map { field in
        field.hasPrefix("Basic ")
          ? "Basic " + Data(filled(String(field.dropFirst(6))).utf8).base64EncodedString() : field
      }
      let answer = try await Self.ask(
        server, filled(refusal.body), authorization: authorization, method: refusal.method,
        contentType: refusal.contentType)
      #expect(answer.status == refusal.status)
      #expect(try answer.object["error"] == .string(refusal.error))
      #expect(try answer.object["error_description"]?.stringValue?.isEmpty == false)
      #expect(answer.header("Cache-Control") == "no-store")
      let challenge = answer.header("WWW-Authenticate")
      #expect(challenge == (refusal.error == "invalid_client" ? "Basic realm=\"scim-ledger\"" : nil))
      #expect(try server.ledger.head() == head)
    }
  }

  @Test("asking too often is answered 429")
  func limit() async throws {
    try await RunningServer.run(
      configure: { $0.rateLimit = RateLimit(requestsPerSecond: 25, burst: 25) ?? .standard }
    ) { server in
      let issued = try await server.ledger.createClient(named: "entra")
      let authorization = Self.basic(issued.client.id.description, issued.secret)
      var statuses: Set<Int> = []
      for _ in 0..<400 where !statuses.contains(429) {
        let answer = try await Self.ask(
          server, "grant_type=client_credentials", authorization: authorization)
        statuses.insert(answer.status)
        if answer.status == 429 { #expect(answer.header("Retry-After") == "1") }
      }
      #expect(statuses == [200, 429])
    }
  }

  @Test("a lifetime is 1 to 6 hours", arguments: [(60, 3600), (7200, 7200), (86_400, 21_600)])
  func lifetime(asked: Int, given: Int) async throws {
    try await RunningServer.run(configure: { $0.accessTokenLifetime = .seconds(asked) }) { server in
      let issued = try await server.ledger.createClient(named: "entra")
      let answer = try await Self.ask(
        server, "grant_type=client_credentials",
        authorization: Self.basic(issued.client.id.description, issued.secret))
      #expect(try answer.object["expires_in"]?.intValue == given)
    }
  }

  @Test("an id and secret are form-encoded before they are joined")
  func encoded() throws {
    let field = Self.basic("a%3Ab", "c%2Bd+e")
    let request = try TokenRequest(
      body: Array("grant_type=client_credentials&x=1".utf8),
      contentType: "Application/X-www-form-urlencoded; charset=utf-8", authorization: field)
    #expect(request.clientID == "a:b" && request.clientSecret == "c+d e" && request.scope == nil)
  }
}
