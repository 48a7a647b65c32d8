import AsyncHTTPClient
import Hummingbird
import LedgerTestKit
import Logging
import NIOCore
import NIOHTTP1
import ScimLedger
import ServiceLifecycle
import Testing

/// The application of the article, on a port of the system's choice.
@Suite struct HummingbirdExampleTests {
  private struct Answer: Equatable {
    var status: UInt
    var body: String
  }

  private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private static func run(_ body: (String, String) async throws -> Void) async throws {
    try await withTestLedger { test in
      let secret = try await token(for: test.ledger)
      let (ports, listening) = AsyncStream<Int>.makeStream()
      let server = Application(
        router: router(over: test.ledger, logger: Self.silent),
        configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in listening.yield(channel.localAddress?.port ?? 0) },
        logger: Self.silent)
      let group = ServiceGroup(configuration: .init(services: [server], logger: Self.silent))
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        try await body("http://127.0.0.1:\(port)", secret)
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
    }
  }

  private static func send(_ method: HTTPMethod, _ url: String, token: String? = nil, body: String? = nil)
    async throws -> Answer
  {
    var request = HTTPClientRequest(url: url)
    request.method = method
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if let body {
      request.headers.add(name: "Content-Type", value: "application/scim+json")
      request.body = .bytes(Array(body.utf8))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let bytes = try await response.body.collect(upTo: 1 << 20)
    return Answer(status: response.status.code, body: String(buffer: bytes))
  }

  @Test("the article's application answers SCIM and its own routes on one port, of one directory")
  func serves() async throws {
    try await Self.run { base, token in
      #expect(try await Self.send(.GET, base + "/door/ana@example.com").status == 404)
      let ana = #"{"userName": "ana@example.com", "active": true}"#
      let made = try await Self.send(.POST, base + "/scim/v2/Users", token: token, body: ana)
      #expect(made.status == 201)
      #expect(made.body.contains("\"location\":\"\(base)/scim/v2/Users/"))
      #expect(
        try await Self.send(.GET, base + "/door/ana@example.com") == Answer(status: 200, body: "come in"))
      let id = try #require(made.body.firstMatch(of: #/"id":"([^"]+)"/#)?.1)
      let patch =
        #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"active","value":"False"}]}"#
      let changed = try await Self.send(.PATCH, base + "/scim/v2/Users/\(id)", token: token, body: patch)
      #expect(changed.status == 200)
      let door = try await Self.send(.GET, base + "/door/ana@example.com")
      #expect(door == Answer(status: 200, body: "stay outside"))
    }
  }

  @Test("SCIM is refused without a token, and the middleware takes nothing that is the application's own")
  func refuses() async throws {
    try await Self.run { base, token in
      let refused = try await Self.send(.GET, base + "/scim/v2/Users")
      #expect(refused.status == 401)
      #expect(refused.body.contains("urn:ietf:params:scim:api:messages:2.0:Error"))
      #expect(try await Self.send(.GET, base + "/scim/v1/Users", token: token).status == 200)
      #expect(try await Self.send(.POST, base + "/oauth/token").status == 400)
      #expect(try await Self.send(.GET, base + "/health/live").status == 404)
      #expect(try await Self.send(.GET, base + "/other").status == 404)
    }
  }

  @Test("a body that is too long is refused, and the next request is answered")
  func long() async throws {
    try await Self.run { base, token in
      let long = String(repeating: " ", count: (4 << 20) + 1)
      let refused = try await Self.send(.POST, base + "/scim/v2/Users", token: token, body: long)
      #expect(refused.status == 413)
      #expect(try await Self.send(.GET, base + "/scim/v2/Users", token: token).status == 200)
    }
  }
}
