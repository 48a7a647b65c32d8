import LedgerTestKit
import Replay
import ScimLedger
import Testing

/// Recorded requests sent to another server, here a ledger in the same process with other ids and another clock.
@Suite struct LiveReplayTests {
  private static let userSchema: JSONValue = ["urn:ietf:params:scim:schemas:core:2.0:User"]
  private static let patchSchema: JSONValue = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]

  private static func patch(_ operation: JSONObject) -> JSONValue {
    ["schemas": patchSchema, "Operations": [.object(operation)]]
  }

  /// What Entra and others ask for, right and wrong; the position before the second half is returned.
  private static func live(_ test: TestLedger) async throws -> Position {
    let ana = await test.send(
      "POST", "/Users",
      [
        "schemas": userSchema, "userName": "ana@example.com", "externalId": "e-1", "active": true,
        "emails": [
          ["value": "ana@example.com", "type": "work"], ["value": "a@home.example", "type": "home"],
        ],
      ]
    ).id
    let ben = await test.send("POST", "/Users", ["schemas": userSchema, "userName": "ben@example.com"]).id
    let staff = await test.send(
      "POST", "/Groups",
      [
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Staff",
        "members": [["value": .string(ana)]],
      ]
    ).id
    let middle = try test.ledger.head()
    await test.send("GET", "/Users?filter=userName%20eq%20%22ANA@example.com%22")
    await test.send("GET", "/Groups/\(staff)?excludedAttributes=members")
    await test.send(
      "PATCH", "/Groups/\(staff)",
      patch(["op": "Add", "path": "members", "value": [["value": .string(ben)]]]))
    await test.send(
      "PATCH", "/Groups/\(staff)",
      patch(["op": "remove", "path": .string("members[value eq \"\(ana)\"]")]))
    await test.send("PATCH", "/Users/\(ben)", patch(["op": "Replace", "path": "active", "value": "False"]))
    await test.send(
      "PATCH", "/Users/\(ana)",
      patch([
        "op": "add",
        "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "value": .string(ben),
      ]))
    await test.send("POST", "/Users", ["schemas": userSchema, "userName": "Ben@Example.com"])
    await test.send("GET", "/Users?filter=groups.value%20eq%20%22\(staff)%22")
    await test.send("GET", "/Groups?sortBy=displayName")
    await test.send("GET", "/Users/\(ana)?attributes=userName,manager")
    await test.send(
      "PUT", "/Users/\(ana)", ["schemas": userSchema, "userName": "ana.new@example.com", "title": "Director"])
    await test.send("DELETE", "/Users/\(ben)")
    await test.send("GET", "/Users/\(ben)")
    await test.send("DELETE", "/Users/none")
    return middle
  }

  private static func target(_ test: TestLedger) -> InProcessTarget {
    let client = Client(name: "replay", client: "replay", tokenID: .none)
    return InProcessTarget(name: "other") { await test.ledger.handle($0, as: client) }
  }

  private static func withLedgers<R: Sendable>(
    _ body: (TestLedger, TestLedger) async throws -> R
  ) async throws -> R {
    try await withTestLedger(seed: 1) { (test) async throws in
      try await withTestLedger(seed: 99, time: SettableTime(1_780_000_000_000_000)) { (other) async throws in
        try await body(test, other)
      }
    }
  }

  private static func everything(_ test: TestLedger) throws -> ReplaySelection {
    .events(from: Position(1), through: try test.ledger.head())
  }

  @Test("against a fresh ledger every answer is the same, whatever the ids and times")
  func fresh() async throws {
    try await Self.withLedgers { (test, other) async throws in
      _ = try await Self.live(test)
      let report = try await test.ledger.replay(
        Self.everything(test), against: Self.target(other), goesOn: true)
      #expect(report.divergences == [])
      #expect(report.notSent == [] && report.notComparable == [] && report.rules.noise == [])
      #expect(report.equal == 17 && report.compared == 17)
      #expect(try other.ledger.resource(.userName("ana.new@example.com"))?.image["title"] == "Director")
      #expect(try other.ledger.resource(.displayName("Staff"))?.members == [])
    }
  }

  @Test("what the other server has already is found by its name")
  func laterPart() async throws {
    try await Self.withLedgers { (test, other) async throws in
      let middle = try await Self.live(test)
      // In another order, so that the ids tell nothing.
      let ben = await other.send("POST", "/Users", ["userName": "ben@example.com"]).id
      let ana = await other.send(
        "POST", "/Users",
        [
          "userName": "ana@example.com", "externalId": "e-1", "active": true,
          "emails": [
            ["value": "ana@example.com", "type": "work"], ["value": "a@home.example", "type": "home"],
          ],
        ]
      ).id
      await other.send("POST", "/Groups", ["displayName": "Staff", "members": [["value": .string(ana)]]])
      let report = try await test.ledger.replay(
        .events(from: middle.next, through: test.ledger.head()), against: Self.target(other), goesOn: true)
      #expect(report.divergences == [])
      #expect(report.equal == 14)
      #expect(try other.ledger.resource(.id(#require(Identifier(ben)))) == nil)
    }
  }

  @Test("what the other server does not have is not asked for")
  func unknownResources() async throws {
    try await Self.withLedgers { (test, other) async throws in
      let middle = try await Self.live(test)
      let report = try await test.ledger.replay(
        .events(from: middle.next, through: test.ledger.head()), against: Self.target(other), goesOn: true)
      #expect(report.notSent.contains { $0.reason == "the server has no group Staff" })
      #expect(report.notSent.contains { $0.reason == "the server has no user ben@example.com" })
    }
  }

  @Test("a server of another profile is different from the event on that shows it")
  func otherProfile() async throws {
    try await Self.withLedgers { (test, other) async throws in
      _ = try await Self.live(test)
      try await other.ledger.configure(LedgerConfiguration(profile: "rfc"))
      let report = try await test.ledger.replay(Self.everything(test), against: Self.target(other))
      let divergence = try #require(report.divergence)
      let event = try #require(try test.ledger.event(at: divergence.position))
      #expect(event.tolerances.contains { $0.rule == "operationCase" } || !event.tolerances.isEmpty)
      #expect(
        divergence.differences.first
          == .init(path: "status", recorded: 200, reproduced: 400))
      #expect(report.divergences.count == 1)
      let before = try test.ledger.events(from: Position(1), limit: .max)
        .filter { $0.position < divergence.position }
      #expect(before.allSatisfy { $0.tolerances.isEmpty })
      #expect(report.equal == before.count { $0.request != nil })
    }
  }

  @Test("what is ignored or differs from read to read is not compared, and the report says so")
  func rules() async throws {
    try await Self.withLedgers { (test, other) async throws in
      _ = try await Self.live(test)
      let counter = SettableTime(0)
      let noisy = InProcessTarget(name: "noisy") { request in
        var response = await other.ledger.handle(request, as: TestLedger.client)
        counter.advance(seconds: 1)
        if case .object(var object)? = try? JSONValue(parsing: response.body), object["userName"] != nil {
          object["lastSeen"] = .number(JSONNumber(Int(counter.value)))
          object["theme"] = "dark"
          response.body = JSONValue.object(object).serialized()
        }
        return response
      }
      let strict = try await test.ledger.replay(Self.everything(test), against: noisy)
      #expect(strict.divergence?.differences.map(\.path) == ["theme"])
      #expect(strict.rules.noise == ["lastSeen"])
    }
    try await Self.withLedgers { (test, other) async throws in
      _ = try await Self.live(test)
      let themed = InProcessTarget(name: "themed") { request in
        var response = await other.ledger.handle(request, as: TestLedger.client)
        if case .object(var object)? = try? JSONValue(parsing: response.body), object["userName"] != nil {
          object["theme"] = ["name": "dark"]
          response.body = JSONValue.object(object).serialized()
        }
        return response
      }
      let report = try await test.ledger.replay(
        Self.everything(test), against: themed, rules: LiveRules(ignoring: ["Theme"]), goesOn: true)
      #expect(report.divergences == [] && report.rules.ignored == ["Theme"] && report.rules.noise == [])
    }
  }

  @Test("a request whose password is not recorded is not sent, nor one on what it would have created")
  func passwords() async throws {
    try await Self.withLedgers { (test, other) async throws in
      let zoe = await test.send("POST", "/Users", ["userName": "zoe", "password": "correct horse"]).id
      await test.send("PATCH", "/Users/\(zoe)", Self.patch(["op": "add", "path": "title", "value": "T"]))
      await test.speaking(.v1).send("GET", "/Users")
      await test.send("PUT", "/Users/\(zoe)", ["userName": "zoe"], ifMatch: "W/\"2\"")
      await test.send("DELETE", "/Users/none")
      let report = try await test.ledger.replay(
        Self.everything(test), against: Self.target(other), goesOn: true)
      #expect(report.notSent.count == 4 && report.equal == 1 && report.compared == 1)
      let reasons = report.notSent.map(\.reason)
      #expect(reasons[0] == "its password is not recorded")
      #expect(reasons.contains("event 2, which created its resource, was not sent"))
      #expect(reasons.contains("its If-Match names a version of this ledger"))
      #expect(reasons.contains("it was written in SCIM 1.1"))
    }
  }

  @Test("a server that takes no token, or does not answer, ends it")
  func noAnswer() async throws {
    try await Self.withLedgers { (test, _) async throws in
      _ = try await Self.live(test)
      let closed = InProcessTarget(name: "closed") { _ in
        SCIMResponse.error(SCIMError(status: 401, detail: "Who are you?"))
      }
      await #expect(throws: LiveReplayError.unauthorized(Position(2), status: 401)) {
        try await test.ledger.replay(Self.everything(test), against: closed)
      }
      await #expect(throws: LiveReplayError.noAnswer(Position(2), reason: "no answer in time")) {
        try await test.ledger.replay(Self.everything(test), against: SilentTarget())
      }
    }
  }
}

private struct SilentTarget: ProvisioningTarget {
  let name = "silent"

  func send(_: TargetRequest, cycle: Identifier) async throws(TransportFailure) -> TargetResponse {
    throw .timeout
  }
}
