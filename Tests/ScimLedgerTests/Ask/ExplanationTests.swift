import LedgerTestKit
import ScimLedger
import Testing

@Suite struct ExplanationTests {
  private func kinds(_ explanation: Explanation) -> [String] {
    explanation.reasons.map { reason in
      reason.kind.rawValue + (reason.event.map { " #\($0.position)" } ?? "")
    }
  }

  @Test("a disabled person has the event that disabled her, then what was asked since")
  func disabled() async throws {
    try await AskedLedger.with { asked in
      let found = try asked.ledger.explanation(of: Selector("ana@example.com"))
      #expect(found.state == .disabled)
      #expect(found.name == "ana@example.com")
      #expect(
        kinds(found) == [
          "disabled #\(asked.position("disable"))", "refused #\(asked.position("badPath"))",
          "unchanged #\(asked.position("again"))",
        ])
      let first = try #require(found.reasons.first)
      #expect(first.text.contains("entra set active from true to false"))
      #expect(first.text.contains(#""False" read as false"#))
      #expect(first.remedy != nil)
      #expect(found.reasons[1].text.contains("400 invalidPath"))
    }
  }

  @Test("a deleted person has the deletion")
  func deleted() async throws {
    try await AskedLedger.with { asked in
      let found = try asked.ledger.explanation(of: Selector("ben@example.com"))
      #expect(found.state == .deleted)
      #expect(kinds(found) == ["deleted #\(asked.position("deleteBen"))"])
    }
  }

  @Test("who was searched for and never created is told apart from who was never seen")
  func absent() async throws {
    try await AskedLedger.with { asked in
      let searched = try asked.ledger.explanation(of: Selector("Zoe@example.com"))
      #expect(searched.state == .unknown)
      #expect(kinds(searched) == ["searched #\(asked.position("search"))"])
      let refused = try asked.ledger.explanation(of: Selector("externalId=e-3"))
      #expect(kinds(refused) == ["refused #\(asked.position("refused"))"])
      #expect(refused.reasons.first?.text.contains("409 uniqueness") == true)
      let never = try asked.ledger.explanation(of: Selector("nobody@example.com"))
      #expect(kinds(never) == ["neverSeen"])
      #expect(never.reasons.first?.remedy != nil)
    }
  }

  @Test("an inactive person from the beginning, an active one, and one enabled again")
  func others() async throws {
    try await AskedLedger.with { asked in
      await asked.test.send(
        "POST", "/Users", ["userName": "off@example.com", "externalId": "e-8", "active": false])
      let off = try asked.ledger.explanation(of: Selector("off@example.com"))
      #expect(off.state == .disabled)
      #expect(off.reasons.first?.kind == .createdDisabled)
      await asked.test.send("POST", "/Users", AskedLedger.user("on@example.com", "e-8"))
      let on = try asked.ledger.explanation(of: Selector("on@example.com"))
      #expect(on.state == .active)
      #expect(on.reasons.map(\.kind) == [.created, .duplicated])
      #expect(on.reasons.last?.text.contains("off@example.com") == true)
      await asked.test.send(
        "PATCH", "/Users/\(asked.ana)",
        AskedLedger.patch([["op": "replace", "path": "active", "value": true]]))
      let ana = try asked.ledger.explanation(of: Selector("ana@example.com"))
      #expect(ana.state == .active)
      #expect(ana.reasons.map(\.kind) == [.enabled])
      #expect(ana.reasons.first?.event?.position == (try asked.ledger.head()))
    }
  }

  @Test("a group, which has no active, and a person whose last change was another one")
  func changed() async throws {
    try await AskedLedger.with { asked in
      let staff = try asked.ledger.explanation(of: Selector("Staff", type: "Group"))
      #expect(staff.state == .active)
      #expect(kinds(staff) == ["changed #\(asked.position("leave"))"])
      let made = await asked.test.send("POST", "/Users", AskedLedger.user("dan@example.com", "e-5"))
      await asked.test.send(
        "PATCH", "/Users/\(made.id)", AskedLedger.patch([["op": "add", "path": "title", "value": "Clerk"]]))
      let head = try asked.ledger.head()
      let dan = try asked.ledger.explanation(of: Selector("dan@example.com"))
      #expect(kinds(dan) == ["created #\(head.rawValue - 1)", "changed #\(head)"])
    }
  }

  @Test("who was not part of the client's last cycle is unchanged for the client")
  func notSeen() async throws {
    try await AskedLedger.with { asked in
      asked.time.advance(seconds: 3600)
      let third = Identifier(high: 0x0190_0000_0000_7003, low: 0x8000_0000_0000_0003)
      await asked.test.inCycle(third).send("POST", "/Users", AskedLedger.user("new@example.com", "e-7"))
      let found = try asked.ledger.explanation(of: Selector("ana@example.com"))
      #expect(found.reasons.last?.kind == .notSeen)
      #expect(found.reasons.last?.text.contains("\(third)") == true)
      let new = try asked.ledger.explanation(of: Selector("new@example.com"))
      #expect(new.reasons.map(\.kind) == [.created])
    }
  }

  @Test("a timeline has each event with the state before and after, of what is gone too")
  func timelines() async throws {
    try await AskedLedger.with { asked in
      let ana = try asked.ledger.timeline(of: Selector("ana@example.com"))
      let lines = ana.entries.map { "\($0.event.position) \($0.before) \($0.after) \($0.properties.count)" }
      #expect(
        lines == [
          "\(asked.position("createAna")) absent active 9", "\(asked.position("promote")) active active 3",
          "\(asked.position("disable")) active disabled 1", "\(asked.position("again")) disabled disabled 0",
          "\(asked.position("badPath")) disabled disabled 0",
        ])
      let ben = try asked.ledger.timeline(of: Selector("ben@example.com"))
      #expect(ben.name == "ben@example.com")
      #expect(ben.entries.map(\.after) == [.active, .absent])
    }
  }

  @Test("a graph leads from each change to the next, and from a deletion to the groups that lost the member")
  func graphs() async throws {
    try await AskedLedger.with { asked in
      let graph = try asked.ledger.graph(of: Selector("ben@example.com"))
      let (created, deleted) = (asked.position("createBen"), asked.position("deleteBen"))
      let left = asked.position("leave")
      #expect(graph.events.map(\.position) == [created, deleted, left])
      #expect(
        graph.edges.map { "\($0.from) \($0.relation) \($0.to)" } == [
          "\(created) next \(deleted)", "\(deleted) cause \(left)",
        ])
      #expect(graph.dot.hasPrefix("digraph events {\n"))
      #expect(graph.dot.contains("  e\(deleted) -> e\(left) [style=bold, label=\"causes\"];\n"))
      #expect(graph.mermaid.contains("  e\(deleted) ==>|causes| e\(left)\n"))
      #expect(
        graph.mermaid.contains("e\(created)[\"&#35;\(created) create 201<br/>User ben@example.com<br/>"))
    }
  }

  @Test("a name can't break out of a graph's text")
  func graphEscaping() async throws {
    try await AskedLedger.with { asked in
      let name = "x\"]; e1 -> e2; <script>\\"
      await asked.test.send("POST", "/Users", ["userName": .string(name), "externalId": "e-6"])
      let graph = try asked.ledger.graph(of: Selector("externalId=e-6"))
      #expect(graph.dot.contains(#"x\"]; e1 -> e2; <script>\\"#))
      #expect(!graph.mermaid.contains("<script>"))
      #expect(!graph.mermaid.contains("x\"]"))
    }
  }
}
