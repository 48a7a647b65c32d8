import AsyncHTTPClient
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Rate limit")
struct RateLimitTests {
  private static let credential = Identifier(microseconds: 1, random: 1)
  private static let other = Identifier(microseconds: 2, random: 2)

  @Test(
    "no limit is lower than what an identity provider needs",
    arguments: [
      (24, nil, false), (25, nil, true), (25, 24, false), (25, 25, true), (0, nil, false), (-1, nil, false),
      (Int.max, nil, false), (1000, Int.max, false),
    ] as [(Int, Int?, Bool)])
  func bounds(rate: Int, burst: Int?, isLimit: Bool) {
    #expect((RateLimit(requestsPerSecond: rate, burst: burst) != nil) == isLimit)
  }

  @Test("a burst passes at once, and then as many as the rate gives")
  func bucket() throws {
    let limit = try #require(RateLimit(requestsPerSecond: 50, burst: 60))
    let limiter = RateLimiter()
    let start = ContinuousClock.now
    for _ in 0..<60 { #expect(limiter.wait(for: Self.credential, within: limit, at: start) == nil) }
    let wait = try #require(limiter.wait(for: Self.credential, within: limit, at: start))
    #expect(wait > .milliseconds(19) && wait < .milliseconds(21))
    #expect(limiter.wait(for: Self.other, within: limit, at: start) == nil, "others are not concerned")
    let later = start + .milliseconds(101)
    let passed = (0..<20).count { _ in limiter.wait(for: Self.credential, within: limit, at: later) == nil }
    #expect(passed == 5)
    #expect(
      limiter.wait(for: Self.credential, within: limit, at: start) != nil, "time does not run backwards")
    let full = start + .seconds(3600)
    let again = (0..<100).count { _ in limiter.wait(for: Self.credential, within: limit, at: full) == nil }
    #expect(again == 60, "what was not used is not saved beyond the burst")
  }

  @Test(
    "a token over its limit is answered 429 with Retry-After, and neither counted as an event nor for others")
  func answers() async throws {
    try await RunningServer.run(
      configure: { $0.rateLimit = RateLimit(requestsPerSecond: 25, burst: 25) ?? .standard }
    ) { server in
      let other = try await server.ledger.issueToken(named: "other").secret
      var limited: RunningServer.Answer?
      var answered = 0
      for _ in 0..<400 where limited == nil {
        let answer = try await server.scim("GET", "/ServiceProviderConfig")
        if answer.status == 429 { limited = answer } else { answered += 1 }
      }
      let answer = try #require(limited)
      #expect(answered >= 25)
      #expect(answer.header("Retry-After") == "1")
      #expect(answer.header("Content-Type")?.hasPrefix("application/scim+json") == true)
      #expect(try answer.object["status"] == "429")
      #expect(try answer.object["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
      let free = try await server.send("GET", "/scim/v2/Users", authorization: "Bearer " + other)
      #expect(free.status == 200)
      #expect(try await server.send("GET", "/metrics").text.contains("\nscim_http_rate_limited_total 1\n"))
      // A write stands behind all that was recorded before it.
      let created = try await server.send(
        "POST", "/scim/v2/Users", authorization: "Bearer " + other,
        headers: ["Content-Type": "application/scim+json"],
        body: .bytes(RunningServer.user("last").serialized()))
      #expect(created.status == 201)
      let events = try server.ledger.events(from: Position(1), limit: 1000)
      #expect(events.count { $0.operation == .discover } == answered)
      #expect(!events.contains { $0.outcome.status == 429 })
    }
  }

  @Test("a ledger's own limit wins over the server's")
  func ownLimit() async throws {
    try await RunningServer.run { server in
      var settings = server.ledger.configuration
      settings.requestsPerSecond = 25
      try await server.ledger.configure(settings)
      var statuses: Set<Int> = []
      for _ in 0..<400 where !statuses.contains(429) {
        statuses.insert(try await server.scim("GET", "/ServiceProviderConfig").status)
      }
      #expect(statuses == [200, 429])
    }
  }
}
