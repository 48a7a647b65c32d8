import AsyncHTTPClient
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Scopes")
struct ScopeTests {
  @Test(
    "a token does what its scope says and nothing else",
    arguments: [
      (AccessScope.read, "GET", "/Users", true), (.read, "POST", "/Users", false),
      (.read, "POST", "/Users/.search", true), (.read, "DELETE", "/Users/x", false),
      (.read, "PATCH", "/Users/x", false), (.read, "PUT", "/Users/x", false), (.read, "POST", "/Bulk", false),
      (.write, "GET", "/Users", false), (.write, "POST", "/Users", true), (.all, "GET", "/Users", true),
      (.all, "POST", "/Users", true), (.read, "GET", "/ServiceProviderConfig", true),
    ] as [(AccessScope, String, String, Bool)])
  func cases(scope: AccessScope, method: String, path: String, isAllowed: Bool) async throws {
    try await RunningServer.run { server in
      let token = try await server.ledger.issueToken(named: "scoped", scope: scope).secret
      let answer = try await server.send(
        method, "/scim/v2" + path, authorization: "Bearer " + token,
        headers: method == "GET" ? [:] : ["Content-Type": "application/scim+json"],
        body: method == "GET" ? nil : .bytes(RunningServer.user("a").serialized()))
      #expect((answer.status != 403) == isAllowed)
    }
  }

  @Test("a write by a token for reading is a SCIM 403 that stands in the log and changes nothing")
  func refusal() async throws {
    try await RunningServer.run { server in
      let token = try await server.ledger.issueToken(named: "auditor", scope: .read).secret
      let answer = try await server.send(
        "POST", "/scim/v2/Users", authorization: "Bearer " + token,
        headers: ["Content-Type": "application/scim+json"],
        body: .bytes(RunningServer.user("nobody").serialized()))
      #expect(answer.status == 403)
      #expect(try answer.object["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
      #expect(try answer.object["status"] == "403")
      let detail = try #require(try answer.object["detail"]?.stringValue)
      #expect(detail.contains("scim.write") && detail.contains("scim.read"))
      #expect(try await server.scim("POST", "/Users", RunningServer.user("somebody")).status == 201)
      let events = try server.ledger.events(from: Position(1), limit: 100)
      let refused = try #require(events.first { $0.outcome.status == 403 })
      #expect(refused.operation == .create && refused.actor.name == "auditor" && refused.effect == nil)
      #expect(refused.request?.body == nil)
      #expect(try server.ledger.resources(ofType: "User").totalResults == 1)
    }
  }

  @Test(
    "scopes are read from their names",
    arguments: [
      ("scim.read", .read), ("scim.write scim.read", .all), ("scim.read scim.read", .read), ("", nil),
      ("scim.admin", nil), ("scim.read,scim.write", nil),
    ] as [(String, AccessScope?)])
  func names(text: String, scope: AccessScope?) {
    #expect(AccessScope(text) == scope)
    if let scope { #expect(AccessScope(scope.description) == scope) }
  }
}
