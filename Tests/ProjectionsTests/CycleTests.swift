import LedgerTestKit
import ScimLedger
import Testing

/// Which requests belong together.
@Suite struct CycleTests {
  static let marked = Identifier(high: 0xC1, low: 1)
  static let uuid = "9edf3db5-0c4b-4ad1-9bdb-6bd2ac5dd5a4"

  /// A ledger, spoken to as Entra, with a clock that can be moved.
  static func with(_ body: (TestLedger, SettableTime) async throws -> Void) async throws {
    let time = SettableTime(1_770_000_000_000_000)
    try await withTestLedger(time: time) { test in
      try await body(test, time)
      // Whatever the history, the table is what the log says.
      #expect(try test.ledger.checkProjections().differences == [])
    }
  }

  /// Waits until the reads that were sent are in the log, by a change of another client.
  static func drain(_ test: TestLedger) async {
    await TestLedger(test.ledger, as: Client(name: "x", client: "x", tokenID: .none))
      .send("DELETE", "/Users/none")
  }

  static func deactivate(_ test: TestLedger, _ id: String, _ active: Bool = false) async {
    await test.send(
      "PATCH", "/Users/\(id)",
      ["Operations": [["op": "replace", "path": "active", "value": .bool(active)]]])
  }

  @Test("requests belong together until nothing came for more than five minutes")
  func pause() async throws {
    try await CycleTests.with { test, time in
      let start = time.value
      for pause in [0, 299, 300, 301, 2400, 1] as [Int64] {
        // Each event takes the least time there is after the one before, so to the second is exact enough.
        time.advance(seconds: pause)
        await test.send("POST", "/Users", ["userName": .string("u\(time.value)")])
      }
      let cycles = try test.ledger.cycles()
      #expect(cycles.map(\.counts.created) == [2, 1, 3])
      #expect(cycles.map(\.first) == [Position(6), Position(5), Position(2)])
      #expect(cycles.map(\.last) == [Position(7), Position(5), Position(4)])
      #expect(cycles.allSatisfy { $0.kind == .inferred && $0.client == "entra" && !$0.beganWithProbe })
      let oldest = try #require(cycles.last)
      #expect(oldest.ended.microseconds - start == 599_000_000)
      #expect(
        oldest.id == (try test.ledger.event(at: Position(2))?.id), "an inferred one has its first event's")
      #expect(try test.ledger.cycle(oldest.id) == oldest)
      #expect(try test.ledger.cycles(limit: 1) == Array(cycles.prefix(1)))
      #expect(try test.ledger.cycles(client: "okta") == [])
    }
  }

  @Test("clients have cycles of their own, and the operator has none")
  func clients() async throws {
    try await CycleTests.with { test, _ in
      let okta = TestLedger(test.ledger, as: History.oktaClient)
      await test.send("POST", "/Users", ["userName": "a"])
      await okta.send("POST", "/Users", ["userName": "b"])
      _ = try await test.ledger.issueToken(named: "other")
      await test.send("POST", "/Users", ["userName": "c"])
      await okta.send("POST", "/Users", ["userName": "C"])
      #expect(try test.ledger.cycles().map(\.client) == ["okta", "entra"])
      #expect(try test.ledger.cycles(client: "okta").map(\.counts.refused) == [1])
      let owners = try (1...6).map { try test.ledger.cycle(of: Position($0))?.client }
      #expect(owners == [nil, "entra", "okta", nil, "entra", "okta"])
      #expect(try test.ledger.cycle(of: Position(7)) == nil)
      #expect(try test.ledger.cycle(Identifier(high: 9, low: 9)) == nil)
    }
  }

  @Test("a marked cycle is all that has its name, however long it pauses and whatever comes between")
  func markedCycle() async throws {
    try await CycleTests.with { test, time in
      let named = test.inCycle(CycleTests.marked)
      let okta = TestLedger(test.ledger, as: History.oktaClient)
      await named.send("POST", "/Users", ["userName": "a"])
      await test.send("POST", "/Users", ["userName": "b"])
      time.advance(seconds: 4000)
      await named.send("POST", "/Users", ["userName": "c"])
      await test.inCycle(Identifier(high: 0xC2, low: 1)).send("POST", "/Users", ["userName": "d"])
      await okta.inCycle(CycleTests.marked).send("POST", "/Users", ["userName": "e"])
      await named.send("POST", "/Users", ["userName": "f"])
      let cycles = try test.ledger.cycles()
      #expect(cycles.map(\.kind) == [.marked, .marked, .inferred, .marked])
      #expect(cycles.map(\.counts.created) == [1, 1, 1, 3])
      let cycle = try #require(try test.ledger.cycle(CycleTests.marked, client: "entra"))
      #expect(cycle.first == Position(2) && cycle.last == Position(7))
      #expect(try test.ledger.cycle(CycleTests.marked, client: "okta")?.first == Position(6))
      #expect(try test.ledger.cycle(CycleTests.marked) != nil)
      let firsts = try (2...7).map { try test.ledger.cycle(of: Position($0))?.first.rawValue }
      #expect(firsts == [2, 3, 2, 5, 6, 2])
    }
  }

  @Test("each event counts by what came of it, and what happens to an account besides")
  func counts() async throws {
    try await CycleTests.with { test, _ in
      let ana = await test.send("POST", "/Users", ["userName": "ana"]).id
      let ben = await test.send("POST", "/Users", ["userName": "ben", "active": false]).id
      await test.send("POST", "/Groups", ["displayName": "Crew", "members": [["value": .string(ana)]]])
      await CycleTests.deactivate(test, ana)
      await CycleTests.deactivate(test, ana)
      await CycleTests.deactivate(test, ana, true)
      await test.send("PUT", "/Users/\(ben)", ["userName": "ben", "active": true])
      await test.send("PUT", "/Users/\(ben)", ["userName": "ben", "title": "Dr", "active": true])
      await test.send("POST", "/Users", ["userName": "ANA"])
      await test.send("GET", "/Users/\(ana)")
      await test.send("GET", "/Users/\(ana)x")
      await test.send("GET", "/Users")
      await test.send("GET", "/Schemas")
      await test.send("DELETE", "/Users/\(ana)")
      let cycle = try #require(try test.ledger.cycles().first)
      var counts = ProvisioningCycle.Counts()
      (counts.created, counts.replaced, counts.modified, counts.deleted, counts.left) = (3, 2, 2, 1, 1)
      (counts.disabled, counts.enabled, counts.unchanged, counts.refused) = (1, 2, 1, 2)
      (counts.read, counts.queried, counts.discovered) = (1, 1, 1)
      #expect(cycle.counts == counts)
      #expect(UInt64(counts.events) == cycle.last.rawValue - 1)
    }
  }

  static let probes = [
    "/Users?filter=userName+eq+%22\(uuid)%22", "/Users?filter=externalId+eq+\"\(uuid)\"",
    "/Groups?filter=displayName%20eq%20%22\(uuid)%22&startIndex=1&count=1",
    "/Users?filter=userName+eq+%22\(uuid)@example.com%22",
    "/Users?filter=userName+eq+%22\(uuid.replacing("-", with: ""))%22",
    "/Users?filter=emails[type+eq+%22work%22].value+eq+%22\(uuid)%22",
    "/Users?startIndex=1&count=2", "/Users?count=1",
  ]

  @Test("a probe alone is a test of the connection; with more it begins a cycle", arguments: probes)
  func probe(_ target: String) async throws {
    try await CycleTests.with { test, time in
      await test.send("GET", target)
      await test.send("GET", "/ServiceProviderConfig")
      await test.send("GET", target)
      await CycleTests.drain(test)
      #expect(try test.ledger.cycles(client: "entra") == [])
      #expect(try test.ledger.cycle(of: Position(2)) == nil)
      time.advance(seconds: 200)
      await test.send("POST", "/Users", ["userName": "ana", "externalId": "e"])
      let cycle = try #require(try test.ledger.cycles(client: "entra").first)
      #expect(cycle.beganWithProbe && cycle.first == Position(2) && cycle.counts.events == 4)
      #expect(try test.ledger.cycle(of: Position(2)) == cycle)
      time.advance(seconds: 301)
      await test.send("POST", "/Users", ["userName": "ben"])
      await test.send("GET", target)
      await CycleTests.drain(test)
      let second = try #require(try test.ledger.cycles(client: "entra").first)
      #expect(!second.beganWithProbe && second.counts.events == 2)
    }
  }

  static let searches = [
    "/Users?filter=userName+eq+%22nobody@example.com%22", "/Users?filter=userName+sw+%22\(uuid)%22",
    "/Users?filter=userName+eq+%22\(uuid)%22+or+active+eq+true", "/Users?startIndex=1&count=100", "/Users",
    "/Users?startIndex=101&count=2", "/Users?filter=userName+xx+%22\(uuid)%22",
    "/Users?filter=externalId+eq+%22\(uuid.replacing("9", with: "8"))%22",
  ]

  @Test("a search for anybody, or one that finds somebody, is no probe", arguments: searches)
  func search(_ target: String) async throws {
    try await CycleTests.with { test, time in
      await test.send(
        "POST", "/Users", ["userName": "a", "externalId": "8edf3db5-0c4b-4ad1-8bdb-6bd2ac5dd5a4"])
      time.advance(seconds: 400)
      await test.send("GET", target)
      await CycleTests.drain(test)
      let cycle = try #require(try test.ledger.cycles(client: "entra").first)
      #expect(!cycle.beganWithProbe && cycle.counts.events == 1 && cycle.first == Position(3))
    }
  }

  @Test("a search by the identity provider's own UUID, followed by its creation, was no probe")
  func matching() async throws {
    try await CycleTests.with { test, time in
      let target = "/Users?filter=externalId+eq+%22\(CycleTests.uuid)%22"
      await test.send("GET", target)
      await test.send(
        "POST", "/Users", ["userName": "ana", "externalId": .string(CycleTests.uuid.uppercased())])
      let first = try test.ledger.cycles().map(\.beganWithProbe)
      #expect(first == [false])
      time.advance(seconds: 400)
      await test.send("GET", target.replacing("9", with: "7"))
      await test.send("POST", "/Users", ["userName": "ben", "externalId": "e"])
      let both = try test.ledger.cycles().map(\.beganWithProbe)
      #expect(both == [true, false])
    }
  }
}
