import EventLog
import Foundation
import JSONTape
import LedgerTestKit
import NIOCore
import NIOPosix
import Provisioning
import ProvisioningConnectors
import Synchronization
import Testing

@Suite("HTTP target")
struct HTTPTargetTests {
  static let cycle = Identifier(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0001)
  static let secret = "slt_very-secret-token"

  static func target(
    _ server: LoopbackServer, _ client: ConnectorClient, authorization: TargetAuthorization = .bearer(secret),
    mediaType: HTTPTarget.MediaType = .scim
  ) throws -> HTTPTarget {
    try HTTPTarget(
      url: server.origin + "/scim/v2/", authorization: authorization, mediaType: mediaType, client: client)
  }

  private func failure(
    _ action: LoopbackServer.Action, seconds: Int = 20
  ) async throws -> TransportFailure? {
    try await LoopbackServer.run(settings: .init(timeoutSeconds: seconds)) { _ in
      action
    } _: { server, client in
      let target = try Self.target(server, client)
      return await #expect(throws: TransportFailure.self) {
        try await target.send(TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
      }
    }
  }

  @Test(
    "a request has the token, the cycle, the media type and its body; the answer's JSON comes back",
    arguments: HTTPTarget.MediaType.allCases)
  func request(_ mediaType: HTTPTarget.MediaType) async throws {
    try await LoopbackServer.run { _ in
      .answer(201, [("Content-Type", "application/scim+json")], #"{"id":"2819c223"}"#)
    } _: { server, client in
      let target = try Self.target(server, client, mediaType: mediaType)
      #expect(target.name == server.origin + "/scim/v2")
      let response = try await target.send(
        TargetRequest(method: "POST", path: "/Users", body: ["userName": "babs"]), cycle: Self.cycle)
      #expect(response == TargetResponse(status: 201, body: ["id": "2819c223"]))
      let request = try #require(server.requests.first)
      #expect(request.method == "POST")
      #expect(request.target == "/scim/v2/Users")
      #expect(request.text == #"{"userName":"babs"}"#)
      #expect(request.header("Authorization") == "Bearer " + Self.secret)
      #expect(request.header("Provisioning-Cycle") == Self.cycle.description)
      #expect(request.header("User-Agent") == "scim-ledger/provisioning")
      #expect(request.header("Accept") == mediaType.rawValue)
      #expect(request.header("Content-Type") == mediaType.rawValue)
    }
  }

  @Test("a query goes as it is, without a body there is no content type, and connections are reused")
  func query() async throws {
    try await LoopbackServer.run { _ in
      .answer(200, [], "{}")
    } _: { server, client in
      let target = try Self.target(server, client, authorization: .none)
      for _ in 0..<20 {
        _ = try await target.send(
          TargetRequest(method: "GET", path: "/Users", query: "filter=userName%20eq%20%22babs%22"),
          cycle: Self.cycle)
      }
      let request = try #require(server.requests.first)
      #expect(request.target == "/scim/v2/Users?filter=userName%20eq%20%22babs%22")
      #expect(request.header("Content-Type") == nil)
      #expect(request.header("Authorization") == nil)
      #expect(server.requests.count == 20)
      #expect(server.connections == 1)
    }
  }

  @Test("an answer that is no JSON object is told by its beginning, an empty one by nothing")
  func texts() async throws {
    try await LoopbackServer.run { request in
      request.method == "DELETE" ? .answer(204) : .answer(502, [], "<html>\nBad gateway</html>")
    } _: { server, client in
      let target = try Self.target(server, client)
      let bad = try await target.send(TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
      #expect(bad == TargetResponse(status: 502, text: "<html> Bad gateway</html>"))
      let gone = try await target.send(TargetRequest(method: "DELETE", path: "/Users/1"), cycle: Self.cycle)
      #expect(gone == TargetResponse(status: 204))
    }
  }

  @Test(
    "Retry-After is told in seconds, also where it is a date",
    arguments: [
      ("120", 120), ("Sun, 06 Nov 1994 08:51:37 GMT", 120), ("soon", nil),
    ])
  func retryAfter(_ value: String, _ seconds: Int?) async throws {
    try await LoopbackServer.run { _ in
      .answer(429, [("Retry-After", value), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
    } _: { server, client in
      let target = try Self.target(server, client)
      let response = try await target.send(TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
      #expect(response.status == 429)
      #expect(response.retryAfter == seconds)
    }
  }

  @Test("no redirect is followed, since the token would go with it")
  func redirects() async throws {
    try await LoopbackServer.run { request in
      request.path == "/elsewhere" ? .answer(200) : .answer(307, [("Location", "/elsewhere")])
    } _: { server, client in
      let target = try Self.target(server, client)
      let response = try await target.send(TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
      #expect(response.status == 307)
      #expect(server.requests.count == 1)
    }
  }

  @Test("a target that says nothing, or does not come to an end, is a timeout")
  func timeouts() async throws {
    #expect(try await failure(.silence, seconds: 1) == .timeout)
    #expect(try await failure(.headOnly, seconds: 1) == .timeout)
    #expect(try await failure(.trickle, seconds: 1) == .timeout)
  }

  @Test("a connection that breaks before or amid the answer is a reset, and nothing is sent again")
  func resets() async throws {
    #expect(try await failure(.close) == .connectionReset)
    #expect(try await failure(.closeAmidAnswer) == .connectionReset)
    try await LoopbackServer.run { _ in
      .close
    } _: { server, client in
      let target = try Self.target(server, client)
      _ = try? await target.send(TargetRequest(method: "POST", path: "/Users", body: [:]), cycle: Self.cycle)
      #expect(server.requests.count == 1)
    }
  }

  @Test("a port that nobody listens on refuses at once; a name that nobody knows is told")
  func refused() async throws {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(channel.localAddress?.port)
    try await channel.close()
    try await ConnectorClient.with(.init()) { client in
      let target = try HTTPTarget(url: "http://127.0.0.1:\(port)", authorization: .none, client: client)
      await #expect(throws: TransportFailure.connectionRefused) {
        try await target.send(TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
      }
      let nowhere = try HTTPTarget(url: "http://target.invalid", authorization: .none, client: client)
      let failure = await #expect(throws: TransportFailure.self) {
        try await nowhere.send(TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
      }
      #expect(failure?.description.contains("target.invalid") == true)
    }
  }

  @Test("a certificate is trusted by the roots that are named, and else there is no connection")
  func tls() async throws {
    try await TemporaryFolder.with(["roots.pem": TestCertificate.certificate]) { folder in
      let trusting = ConnectorClient.Settings(trustRootsFile: folder.path + "/roots.pem")
      try await LoopbackServer.run(isSecure: true, settings: trusting) { _ in
        .answer(200, [], "{}")
      } _: { server, client in
        let response = try await Self.target(server, client).send(
          TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
        #expect(response.status == 200)
      }
    }
    try await LoopbackServer.run(isSecure: true) { _ in
      .answer(200, [], "{}")
    } _: { server, client in
      let target = try Self.target(server, client)
      let failure = await #expect(throws: TransportFailure.self) {
        try await target.send(TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
      }
      #expect(failure?.code == "tls")
      #expect(server.requests.isEmpty)
    }
  }

  @Test("trust roots that can't be read are told by their file")
  func roots() async throws {
    let error = await #expect(throws: ConnectorError.self) {
      try await ConnectorClient.with(.init(trustRootsFile: "/no/such.pem")) { _ in }
    }
    #expect(error?.reason.contains("/no/such.pem") == true)
  }

  @Test("bodies above 16 MB are neither sent nor read")
  func sizes() async throws {
    let large = String(repeating: "a", count: 17 << 20)
    try await LoopbackServer.run { _ in
      .answer(200, [], large)
    } _: { server, client in
      let target = try Self.target(server, client)
      let failure = await #expect(throws: TransportFailure.self) {
        try await target.send(TargetRequest(method: "GET", path: "/Users"), cycle: Self.cycle)
      }
      #expect(failure?.code == "other")
      await #expect(throws: TransportFailure.self) {
        try await target.send(
          TargetRequest(method: "POST", path: "/Users", body: ["userName": .string(large)]), cycle: Self.cycle
        )
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "a URL or token that can't be sent is refused, without telling a secret",
    arguments: [
      "ftp://example.com", "example.com", "https://", "https://babs:pw-secret@example.com/scim",
      "https://example.com/scim?token=pw-secret", "https://example.com/a b",
    ])
  func addresses(_ url: String) async throws {
    try await ConnectorClient.with(.init()) { client in
      let error = #expect(throws: ConnectorError.self) {
        try HTTPTarget(url: url, authorization: .none, client: client)
      }
      #expect(error?.reason.contains("pw-secret") == false)
      let tokenError = #expect(throws: ConnectorError.self) {
        try HTTPTarget(
          url: "https://example.com", authorization: .bearer("pw-secret\r\nX: y"), client: client)
      }
      #expect(tokenError?.reason.contains("pw-secret") == false)
    }
  }
}
