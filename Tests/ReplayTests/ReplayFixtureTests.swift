import JSONTape
import LedgerTestKit
import Replay
import ScimLedger
import Testing

@Suite struct ReplayFixtureTests {
  @Test(
    "a part of a log replays from a file as it does from its ledger", arguments: [1, 2, 3, 4] as [UInt64])
  func roundTrip(seed: UInt64) async throws {
    let time = SettableTime(1_770_000_000_000_000)
    try await withTestLedger(seed: seed, time: time) { test in
      _ = try await test.ledger.issueToken(named: "entra")
      var requests = RandomRequests(test, seed: seed, time: time)
      try await requests.run(60)
      let head = try test.ledger.head()
      let selection = ReplaySelection.events(from: Position(head.rawValue / 2), through: head)
      let report = try test.ledger.replay(selection, goesOn: true)
      let bytes = try test.ledger.replayFixture(selection).serialized()
      #expect(!String(decoding: bytes, as: UTF8.self).contains("hash"))
      let fixture = try ReplayFixture(parsing: bytes)
      #expect(fixture.serialized() == bytes)
      let again = try ReplayRun(fixture.selection, in: fixture).report(goesOn: true)
      #expect(again.compared == report.compared, "seed \(seed)")
      #expect(again.divergences == [], "seed \(seed)")
      #expect(again.identical + again.notReproducible.count == again.compared, "seed \(seed)")
      #expect(again.identical == report.identical, "seed \(seed)")
    }
  }

  @Test(
    "a file that is none says why",
    arguments: [
      ("", "It is no file of a replay"), ("[]", "it is no JSON object"), ("{}", "format is not"),
      (#"{"format":"scim-ledger replay","version":2}"#, "version 2"),
      (#"{"format":"scim-ledger replay","version":1}"#, "no event to be replayed"),
      (#"{"format":"scim-ledger replay","version":1,"replay":[0]}"#, "replay[0] is no position"),
      (#"{"format":"scim-ledger replay","version":1,"replay":[1],"events":[{}]}"#, "events[0] is no event"),
    ])
  func unreadable(text: String, reason: String) {
    do {
      _ = try ReplayFixture(parsing: Array(text.utf8))
      Issue.record("it was read")
    } catch {
      #expect("\(error)".contains(reason))
    }
  }

  @Test("a walk goes forwards, back and to a position, and shows a person before and after")
  func walk() async throws {
    try await withTestLedger { test in
      let user: JSONValue = ["schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "anna"]
      let id = try #require(Identifier(await test.send("POST", "/Users", user).id))
      for title in ["A", "B"] {
        await test.send(
          "PATCH", "/Users/\(id)",
          [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [["op": "replace", "path": "title", "value": .string(title)]],
          ])
      }
      await test.send("DELETE", "/Users/\(id)")
      let walk = ReplayWalk(
        try test.ledger.replayRun(.events(from: Position(2), through: test.ledger.head())))
      #expect(walk.current == nil)
      #expect(try walk.next()?.event.position == Position(2))
      #expect(walk.back() == nil)
      #expect(try walk.go(to: Position(4))?.event.position == Position(4))
      #expect(try walk.resource(id, type: "User")?.image["title"] == "A")
      #expect(try walk.resource(id, type: "User", after: true)?.image["title"] == "B")
      #expect(walk.back()?.event.position == Position(3))
      #expect(try walk.resource(id, type: "User")?.image["title"] == nil)
      #expect(try walk.go(to: Position(2))?.event.position == Position(2))
      #expect(try walk.resource(id, type: "User") == nil)
      #expect(try walk.go(to: Position(9)) == nil)
      #expect(walk.current?.event.operation == .delete)
      #expect(try walk.resource(id, type: "User", after: true) == nil)
      #expect(try walk.next() == nil)
    }
  }
}
