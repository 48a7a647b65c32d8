import AsyncHTTPClient
import NIOCore
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Limits")
struct LimitTests {
  private static func post(
    _ server: RunningServer, _ body: HTTPClientRequest.Body, headers: [String: String] = [:]
  ) async throws -> RunningServer.Answer {
    try await server.send(
      "POST", "/scim/v2/Users", authorization: "Bearer " + server.secret, headers: headers, body: body)
  }

  @Test("a body over the limit is answered 413, whether its length is declared or not")
  func bodies() async throws {
    try await RunningServer.run(configure: { $0.maximumBodyBytes = 1000 }) { server in
      let head = try server.ledger.head()
      let long = ByteBuffer(bytes: Array(repeating: UInt8(ascii: " "), count: 1001))
      let declared = try await Self.post(server, .bytes(long))
      #expect(declared.status == 413)
      #expect(try declared.object["status"] == "413")
      #expect(declared.header("Connection") == "close")
      let chunks = (0..<500).map { _ in ByteBuffer(bytes: Array(repeating: UInt8(ascii: " "), count: 1000)) }
      let chunked = try await Self.post(server, .stream(chunks.async, length: .unknown))
      #expect(chunked.status == 413)
      #expect(try server.ledger.head() == head)
    }
  }

  @Test("a body of exactly the limit is taken")
  func exactBody() async throws {
    try await RunningServer.run(configure: { $0.maximumBodyBytes = 1000 }) { server in
      var body = RunningServer.user("exact").serialized()
      body += Array(repeating: UInt8(ascii: " "), count: 1000 - body.count)
      let answer = try await Self.post(server, .bytes(body))
      #expect(answer.status == 201)
    }
  }

  @Test("a body that does not arrive in time is answered 408")
  func slowBody() async throws {
    try await RunningServer.run(configure: { $0.requestTimeout = .milliseconds(100) }) { server in
      let (never, end) = AsyncStream<ByteBuffer>.makeStream()
      end.yield(ByteBuffer(string: "{"))
      let answer = try await Self.post(server, .stream(never, length: .known(Int64(100))))
      #expect(answer.status == 408)
      #expect(try answer.object["status"] == "408")
      end.finish()
    }
  }

  @Test("header fields over the limit are answered 431, far over it the connection is refused")
  func headers() async throws {
    try await RunningServer.run { server in
      for (length, status) in [(15_000, 200), (17_000, 431), (200_000, 400)] {
        let answer = try await server.send(
          "GET", "/scim/v2/Users", authorization: "Bearer " + server.secret,
          headers: ["X-Long": String(repeating: "a", count: length)])
        #expect(answer.status == status)
        if status == 431 { #expect(try answer.object["status"] == "431") }
      }
    }
  }

  @Test("a full queue is answered 503 with Retry-After, and what was acknowledged is kept")
  func fullQueue() async throws {
    var options = ProvisioningLedger.Options()
    options.writer.waiting = 1
    options.writer.batch = 1
    try await RunningServer.run(options: options) { server in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<100 {
          group.addTask {
            let answer = try await server.scim("POST", "/Users", RunningServer.user("user\(number)"))
            if answer.status == 503 {
              #expect(answer.header("Retry-After").flatMap(Int.init) ?? 0 > 0)
              #expect(try answer.object["status"] == "503")
            }
            return answer.status
          }
        }
        return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(Set(statuses.keys) == [201, 503])
      let kept = try server.ledger.resources(ofType: "User", count: 0).totalResults
      #expect(kept == statuses[201])
    }
  }
}

extension Array where Element: Sendable {
  /// The elements as an asynchronous sequence.
  fileprivate var async: AsyncStream<Element> {
    AsyncStream { continuation in
      for element in self { continuation.yield(element) }
      continuation.finish()
    }
  }
}
