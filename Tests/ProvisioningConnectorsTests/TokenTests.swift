import Provisioning
import ProvisioningConnectors
import Synchronization
import Testing

@Suite("Client credentials")
struct TokenTests {
  /// The number of the oldest token that is still accepted.
  private final class Oldest: Sendable {
    private let number: Mutex<Int>

    init(_ number: Int) {
      self.number = Mutex(number)
    }

    var value: Int {
      get { number.withLock { $0 } }
      set { number.withLock { $0 = newValue } }
    }
  }

  /// A server that gives numbered tokens and accepts those from `valid` on.
  private func run(
    expiresIn: Int = 3600, valid: Oldest, token: LoopbackServer.Action? = nil,
    _ body: (LoopbackServer, HTTPTarget) async throws -> Void
  ) async throws {
    let given = Mutex(0)
    try await LoopbackServer.run { request in
      if request.path == "/token" {
        if let token { return token }
        let number = given.withLock { given in
          given += 1
          return given
        }
        return .answer(200, [], #"{"access_token":"token-\#(number)","expires_in":\#(expiresIn)}"#)
      }
      let number = request.header("Authorization").flatMap { Int($0.split(separator: "-").last ?? "") } ?? 0
      return number >= valid.value ? .answer(200, [], "{}") : .answer(401)
    } _: { server, client in
      let target = try HTTPTarget(
        url: server.origin,
        authorization: .clientCredentials(
          tokenURL: server.origin + "/token", clientID: "job 1", clientSecret: "s&cret", scope: "scim"),
        client: client)
      try await body(server, target)
    }
  }

  private func get(_ target: HTTPTarget) async throws -> TargetResponse {
    try await target.send(TargetRequest(method: "GET", path: "/Users"), cycle: HTTPTargetTests.cycle)
  }

  private func tokenRequests(_ server: LoopbackServer) -> [LoopbackServer.Request] {
    server.requests.filter { $0.path == "/token" }
  }

  @Test("one token serves all requests, also those that ask for it at once")
  func once() async throws {
    try await run(valid: Oldest(1)) { server, target in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<20 { group.addTask { try await get(target).status } }
        for try await status in group { #expect(status == 200) }
      }
      #expect(tokenRequests(server).count == 1)
      let request = try #require(tokenRequests(server).first)
      #expect(request.method == "POST")
      #expect(
        request.text == "grant_type=client_credentials&client_id=job%201&client_secret=s%26cret&scope=scim")
    }
  }

  @Test("a token that is no longer accepted is renewed once, and the request sent again")
  func renewal() async throws {
    let valid = Oldest(1)
    try await run(valid: valid) { server, target in
      let status1 = try await get(target).status
      #expect(status1 == 200)
      valid.value = 2
      let status2 = try await get(target).status
      #expect(status2 == 200)
      #expect(tokenRequests(server).count == 2)
      valid.value = 100
      let status3 = try await get(target).status
      #expect(status3 == 401)
      #expect(tokenRequests(server).count == 3)
    }
  }

  @Test("an expired token is not sent")
  func expiry() async throws {
    try await run(expiresIn: 0, valid: Oldest(1)) { server, target in
      let status4 = try await get(target).status
      #expect(status4 == 200)
      let status5 = try await get(target).status
      #expect(status5 == 200)
      #expect(tokenRequests(server).count == 2)
    }
  }

  @Test("a token endpoint that refuses is a 401 with its words; one that is busy says when to come back")
  func refusal() async throws {
    try await run(valid: Oldest(1), token: .answer(400, [], #"{"error":"invalid_client"}"#)) {
      server, target in
      let response = try await get(target)
      #expect(response.status == 401)
      #expect(response.text?.contains("invalid_client") == true)
      #expect(response.text?.contains("s&cret") == false)
      #expect(server.requests.count == 1)
    }
    try await run(valid: Oldest(1), token: .answer(503, [("Retry-After", "7")])) { _, target in
      let response = try await get(target)
      #expect(response.status == 503)
      #expect(response.retryAfter == 7)
    }
  }

  @Test("no description of an authorization tells its secret")
  func descriptions() {
    let authorizations: [TargetAuthorization] = [
      .bearer("pw-secret"),
      .clientCredentials(tokenURL: "https://a", clientID: "b", clientSecret: "pw-secret"),
    ]
    for authorization in authorizations {
      var dumped = ""
      dump(authorization, to: &dumped)
      for text in ["\(authorization)", String(reflecting: authorization), dumped] {
        #expect(!text.contains("pw-secret"))
      }
    }
  }
}
