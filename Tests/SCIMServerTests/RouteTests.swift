import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Routes")
struct RouteTests {
  @Test(
    "a target is split into path and query and left encoded",
    arguments: [
      ("/scim/v2", .scim(.init(), path: "/", query: "")),
      ("/scim/v2/", .scim(.init(), path: "/", query: "")),
      (
        "/scim/v2/Users?filter=a%20eq%20%22b%3F%22?",
        .scim(.init(), path: "/Users", query: "filter=a%20eq%20%22b%3F%22?")
      ),
      ("/scim/v2/Users/a%2Fb", .scim(.init(), path: "/Users/a%2Fb", query: "")),
      ("http://example.com:8080/scim/v2/Users", .scim(.init(), path: "/Users", query: "")),
      ("http://example.com", .unknown),
      ("/scim/v20/Users", .unknown), ("/scim/Users", .unknown), ("", .unknown), ("*", .unknown),
      ("/", .unknown),
      ("/scim/v1/Users", .scim(.init(version: .v1), path: "/Users", query: "")),
      ("/acme/scim/v2/Users?x", .scim(.init(tenant: "acme"), path: "/Users", query: "x")),
      ("/acme/scim/v1", .scim(.init(tenant: "acme", version: .v1), path: "/", query: "")),
      ("/oauth/token", .token(tenant: nil)), ("/acme/oauth/token", .token(tenant: "acme")),
      ("/acme", .unknown), ("/acme/", .unknown), ("/Acme/scim/v2", .unknown), ("/a%20b/scim/v2", .unknown),
      ("/acme/acme/scim/v2", .unknown), ("/health/scim/v2", .unknown), ("//scim/v2", .unknown),
      ("/health/live", .live), ("/health/ready?x", .ready), ("/metrics", .metrics),
    ] as [(String, Route)])
  func targets(target: String, route: Route) {
    #expect(Route(target: target) == route)
  }

  @Test(
    "labels are few and name nobody",
    arguments: [
      ("/Users", "/Users"), ("/Users/babs@example.com", "/Users/{id}"), ("/Users/.search", "/Users/.search"),
      ("/Groups/1", "/Groups/{id}"), ("/ServiceProviderConfig", "/ServiceProviderConfig"),
      ("/babs", "other"), ("/Users/1/2", "other"), ("/", "/"), ("/.search", "/.search"), ("/babs/1", "other"),
    ])
  func labels(path: String, label: String) {
    #expect(Route.scim(.init(), path: path, query: "filter=x").label == label)
  }

  @Test(
    "what no route serves is a SCIM error",
    arguments: [
      ("GET", "/", 404), ("GET", "/nothing", 404), ("POST", "/scim", 404), ("POST", "/metrics", 405),
      ("DELETE", "/health/live", 405),
    ])
  func errors(method: String, path: String, status: Int) async throws {
    try await RunningServer.run { server in
      let answer = try await server.send(method, path)
      #expect(answer.status == status)
      #expect(try answer.object["status"] == .string(String(status)))
      #expect((answer.header("Allow") != nil) == (status == 405))
    }
  }

  @Test("locations start with the host that was asked, or with the public URL")
  func locations() async throws {
    try await RunningServer.run { server in
      let answer = try await server.scim("POST", "/Users", RunningServer.user("a"))
      let location = try #require(answer.header("Location"))
      #expect(location.hasPrefix("http://127.0.0.1:\(server.port)/scim/v2/Users/"))
    }
    try await RunningServer.run(configure: { $0.publicURL = "https://scim.example.com/" }) { server in
      let answer = try await server.scim("POST", "/Users", RunningServer.user("a"))
      let location = try #require(answer.header("Location"))
      #expect(location.hasPrefix("https://scim.example.com/scim/v2/Users/"))
    }
  }

  @Test("a Host that is none is refused")
  func brokenHost() async throws {
    try await RunningServer.run { server in
      let answer = try await server.send(
        "GET", "/scim/v2/Users", authorization: "Bearer " + server.secret,
        headers: ["Host": "evil.example/path?"])
      #expect(answer.status == 400)
    }
  }

  @Test(
    "hosts are names or addresses with a port",
    arguments: [
      ("localhost", true), ("example.com:8080", true), ("127.0.0.1:1", true), ("[::1]:8080", true),
      ("[::1]", true), ("", false), (":80", false), ("a:0", false), ("a:65536", false), ("a:", false),
      ("a b", false), ("a/b", false), ("user@a", false), ("[::1", false), ("[]", false), ("[g]", false),
      ("a:99999999999999999999", false), ("ä", false),
    ])
  func hosts(text: String, isHost: Bool) {
    #expect(BaseURL.isHost(text) == isHost)
  }

  @Test("a 204 has neither a body nor a Content-Length")
  func noContent() async throws {
    try await RunningServer.run { server in
      let created = try await server.scim("POST", "/Users", RunningServer.user("a"))
      let id = try #require(try created.object["id"]?.stringValue)
      let answer = try await server.scim("DELETE", "/Users/" + id)
      #expect(answer.status == 204)
      #expect(answer.body.isEmpty && answer.header("Content-Length") == nil)
      #expect(try await server.send("GET", "/health/live").status == 200)
    }
  }

  @Test("HEAD is answered without a body and the connection stays usable")
  func head() async throws {
    try await RunningServer.run { server in
      let answer = try await server.send("HEAD", "/health/live")
      #expect(answer.status == 200)
      #expect(answer.body.isEmpty)
      #expect(try await server.send("GET", "/health/live").status == 200)
    }
  }
}
