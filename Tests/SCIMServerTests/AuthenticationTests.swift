import AsyncHTTPClient
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Authentication")
struct AuthenticationTests {
  @Test(
    "only a known bearer token is let in",
    arguments: [
      ("Bearer SECRET", 200), ("bearer SECRET", 200), ("BEARER   SECRET", 200), (nil, 401), ("", 401),
      ("Bearer", 401), ("Bearer ", 401), ("SECRET", 401), ("Basic SECRET", 401), ("Bearer SECRETx", 401),
      ("Bearer SECRET, Bearer SECRET", 401), ("Bearer slt_unknown", 401),
    ] as [(String?, Int)])
  func cases(authorization: String?, status: Int) async throws {
    try await RunningServer.run { server in
      let field = authorization.map { field in
        field.split(separator: "SECRET", omittingEmptySubsequences: false).joined(separator: server.secret)
      }
      let answer = try await server.send("GET", "/scim/v2/Users", authorization: field)
      #expect(answer.status == status)
    }
  }

  @Test("a 401 is a SCIM error with a challenge and leaves nothing in the log")
  func refusal() async throws {
    try await RunningServer.run { server in
      let head = try server.ledger.head()
      let answer = try await server.send(
        "POST", "/scim/v2/Users", authorization: "Bearer wrong",
        body: .bytes(RunningServer.user("nobody").serialized()))
      #expect(answer.status == 401)
      #expect(
        answer.header("WWW-Authenticate")
          == "Bearer realm=\"scim-ledger\", error=\"invalid_token\"")
      #expect(answer.header("Content-Type")?.hasPrefix("application/scim+json") == true)
      let object = try answer.object
      #expect(object["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
      #expect(object["status"] == "401")
      #expect(object["detail"]?.stringValue?.isEmpty == false)
      #expect(try server.ledger.head() == head)
      let without = try await server.send("GET", "/scim/v2/Users")
      #expect(without.header("WWW-Authenticate") == "Bearer realm=\"scim-ledger\"")
    }
  }

  @Test("a revoked token is refused at once")
  func revoked() async throws {
    try await RunningServer.run { server in
      #expect(try await server.scim("GET", "/Users").status == 200)
      _ = try await server.ledger.revokeToken(named: "tests")
      #expect(try await server.scim("GET", "/Users").status == 401)
    }
  }

  @Test(
    "a token is read from the field's form alone",
    arguments: [
      ("Bearer abc", "abc"), ("bEaReR abc=", "abc="), ("Bearer a b", nil), ("Bearer ü", nil),
      ("Bearer a\u{0}", nil), ("Token abc", nil), ("Bearerabc", nil),
    ] as [(String, String?)])
  func token(field: String, token: String?) {
    #expect(BearerCredentials.token(in: field) == token)
  }
}
