import LedgerTestKit
import Replay
import ScimLedger
import ServiceProvider
import Testing

@Suite struct ReplayTests {
  private static let user = "urn:ietf:params:scim:schemas:core:2.0:User"

  /// Five events: the ledger itself, a person, a change that needs a tolerance, one that needs none, a read.
  private func tell(_ test: TestLedger) async -> String {
    let anna = await test.send("POST", "/Users", ["schemas": [.string(Self.user)], "userName": "anna"])
    func patch(_ op: JSONValue, _ value: JSONValue) async {
      await test.send(
        "PATCH", "/Users/\(anna.id)",
        [
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          "Operations": [["op": op, "path": "active", "value": value]],
        ])
    }
    await patch("replace", "False")
    await patch("replace", true)
    await test.send("DELETE", "/Users/none")
    return anna.id
  }

  /// Reads requests as another build of this package would, whose PATCH no longer takes "False" for false.
  private static func stricter(_ settings: ProviderSettings) -> ProviderSettings {
    var settings = settings
    settings.profile.refusedRules.insert("booleanAsString")
    return settings
  }

  @Test("a PATCH rule that has changed is reported at the event that needed it")
  func divergence() async throws {
    try await withTestLedger { test in
      _ = await tell(test)
      let log = LedgerEvents(test.ledger)
      let selection = ReplaySelection.events(from: Position(1), through: Position(5))
      let report = try ReplayRun(selection, in: log, adjusting: Self.stricter).report()
      #expect(report.compared == 3 && report.identical == 2)
      let divergence = try #require(report.divergence)
      #expect(divergence.position == Position(3))
      let status = try #require(divergence.differences.first { $0.path == "facts.status" })
      #expect(status.recorded == 200 && status.reproduced == 400)
      // The recorded event holds for what comes after, so that one divergence does not bring about others.
      let all = try ReplayRun(selection, in: log, adjusting: Self.stricter).report(goesOn: true)
      #expect(all.compared == 5 && all.identical == 4 && all.divergences.count == 1)
    }
  }

  @Test("events that the log does not hold so any more are reported with what differs")
  func changedLog() async throws {
    try await withTestLedger { test in
      _ = await tell(test)
      var log = LedgerEvents(test.ledger)
      log.change = { event in
        if event.position == Position(4) { event.effect?.image?["active"] = false }
      }
      let report = try ReplayRun(.events(from: Position(2), through: Position(5)), in: log).report()
      #expect(report.divergence?.position == Position(4))
      #expect(
        report.divergence?.differences == [.init(path: "image.active", recorded: false, reproduced: true)])
    }
  }

  @Test("a request with a password gives the same event without it")
  func passwords() async throws {
    try await withTestLedger { test in
      let body: JSONValue = [
        "schemas": [.string(Self.user)], "userName": "anna", "password": "secret", "title": "T",
      ]
      let id = await test.send("POST", "/Users", body).id
      await test.send("PUT", "/Users/\(id)", body)
      await test.send(
        "PATCH", "/Users/\(id)",
        [
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          "Operations": [
            ["op": "replace", "path": "password", "value": "secret"],
            ["op": "replace", "value": ["password": "secret", "title": "U"]],
          ],
        ])
      await test.send("GET", "/Users?filter=password+eq+%22secret%22")
      await test.send("DELETE", "/Users/\(id)")
      let report = try test.ledger.replay(.events(from: Position(1), through: test.ledger.head()))
      #expect(report.compared == 6)
      #expect(report.identical == 6)
    }
  }

  @Test("a body that could not be read is not kept, and its event is counted apart")
  func notReproducible() async throws {
    try await withTestLedger { test in
      await test.send("POST", "/Users", text: "{\"userName\":")
      await test.send("DELETE", "/Users/none")
      let report = try test.ledger.replay(.events(from: Position(1), through: test.ledger.head()))
      #expect(report.identical == 2)
      #expect(
        report.notReproducible == [
          .init(position: Position(2), reason: "its body could not be read, and is not recorded")
        ])
      #expect(report.divergence == nil)
    }
  }

  @Test(
    "what follows from a deletion is made by making the deletion again, also where only that is asked for")
  func consequences() async throws {
    try await withTestLedger { test in
      let anna = await test.send("POST", "/Users", ["schemas": [.string(Self.user)], "userName": "anna"]).id
      for name in ["A", "B"] {
        await test.send(
          "POST", "/Groups", ["displayName": .string(name), "members": [["value": .string(anna)]]])
      }
      await test.send("DELETE", "/Users/\(anna)")
      let head = try test.ledger.head()
      #expect(head == Position(7))
      #expect(try test.ledger.replay(.events(from: Position(1), through: head)).identical == 7)
      let last = try test.ledger.replay(.events(from: head, through: head))
      #expect(last.compared == 1 && last.identical == 1)
      // A deletion that left one group fewer than it does now.
      var log = LedgerEvents(test.ledger)
      log.last = Position(7)
      log.change = { event in
        if event.position == Position(7) { event.cause = nil }
      }
      let report = try ReplayRun(.events(from: Position(5), through: head), in: log).report()
      #expect(report.divergence?.position == Position(5))
      #expect(
        report.divergence?.differences == [.init(path: "consequences", recorded: 1, reproduced: 2)])
    }
  }

  @Test("one person's events, and one cycle's, are made again on the directory that others have changed too")
  func selections() async throws {
    try await withTestLedger { test in
      let cycle = Identifier(high: 1, low: 2)
      let inCycle = test.inCycle(cycle)
      let anna = await inCycle.send("POST", "/Users", ["schemas": [.string(Self.user)], "userName": "anna"])
        .id
      await test.send("POST", "/Users", ["schemas": [.string(Self.user)], "userName": "berta"])
      await inCycle.send("POST", "/Users", ["schemas": [.string(Self.user)], "userName": "Berta"])
      await test.send("PUT", "/Users/\(anna)", ["schemas": [.string(Self.user)], "userName": "anna2"])
      await inCycle.send("DELETE", "/Users/none")
      let ofCycle = ReplaySelection.cycle(try #require(try test.ledger.cycle(cycle)))
      let report = try test.ledger.replay(ofCycle)
      #expect(report.compared == 3 && report.identical == 3)
      #expect(report.first == Position(2) && report.last == Position(6))
      let ofAnna = try #require(try test.ledger.replaySelection(of: .userName("anna2")))
      #expect(try test.ledger.replay(ofAnna).identical == 2)
      #expect(try test.ledger.replaySelection(of: .userName("nobody")) == nil)
      #expect(try test.ledger.replay(ofCycle.ending(at: Position(2))).compared == 1)
    }
  }
}

/// A ledger's events, some of them not as they are.
struct LedgerEvents: RecordedEvents {
  let ledger: ProvisioningLedger
  var last = Position(.max)
  var change: @Sendable (inout Event) -> Void = { _ in }

  init(_ ledger: ProvisioningLedger) { self.ledger = ledger }

  func records(from position: Position, limit: Int) throws -> [Record] {
    try ledger.events(from: position, limit: limit).filter { $0.position <= last }.map { event in
      var event = event
      change(&event)
      let draft = EventCodec.draft(event)
      return Record(
        position: event.position, eventID: draft.eventID, time: draft.time, kind: draft.kind,
        stream: draft.stream, previous: draft.previous, subject: draft.subject, sections: draft.sections)
    }
  }
}
