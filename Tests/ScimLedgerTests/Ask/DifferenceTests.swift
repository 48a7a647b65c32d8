import LedgerTestKit
import ScimLedger
import Testing

@Suite struct DifferenceTests {
  private func lines(_ difference: DirectoryDifference) -> [String] {
    difference.resources.map { resource in
      "\(resource.kind) \(resource.type) \(resource.name ?? "") "
        + resource.properties.map(\.path).sorted().joined(separator: " ")
    }
  }

  @Test("between a cycle's start and end stand who came, went and changed, with old and new values")
  func cycle() async throws {
    try await AskedLedger.with { asked in
      let ledger = asked.ledger
      let found = try ledger.difference(from: asked.position("search"), to: ledger.head())
      #expect(
        lines(found) == [
          "changed Group Staff members",
          "changed User ana@example.com active name.familyName title "
            + "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
          "removed User ben@example.com active externalId schemas userName",
        ])
      let ana = try #require(found.resources.first { $0.name == "ana@example.com" })
      #expect(ana.events == [asked.position("promote"), asked.position("disable")])
      #expect(ana.properties.contains(ModifiedProperty(path: "active", old: true, new: false)))
      let staff = try #require(found.resources.first { $0.type == "Group" })
      #expect(staff.properties == [ModifiedProperty(path: "members", old: .string(asked.ben), new: nil)])
      #expect(found.count(.removed, ofType: "User") == 1)
    }
  }

  @Test("the other way round everything is reversed")
  func reversed() async throws {
    try await AskedLedger.with { asked in
      let ledger = asked.ledger
      let (old, new) = (asked.position("search"), try ledger.head())
      let there = try ledger.difference(from: old, to: new)
      let back = try ledger.difference(from: new, to: old)
      #expect(back.count(.added, ofType: "User") == 1)
      for (left, right) in zip(there.resources, back.resources) {
        let swapped = right.properties.map { ModifiedProperty(path: $0.path, old: $0.new, new: $0.old) }
        #expect(Set(left.properties) == Set(swapped))
      }
    }
  }

  @Test("one resource can be looked at alone, and what was not touched does not differ")
  func one() async throws {
    try await AskedLedger.with { asked in
      let ledger = asked.ledger
      let head = try ledger.head()
      let ben = try ledger.difference(from: Position(1), to: head, of: Selector("ben@example.com"))
      #expect(ben.isEmpty)
      let ana = try ledger.difference(
        from: asked.position("promote"), to: head, of: Selector("ana@example.com"))
      #expect(lines(ana) == ["changed User ana@example.com active"])
      #expect(try ledger.difference(from: head, to: head).isEmpty)
      #expect(try ledger.difference(from: asked.position("again"), to: asked.position("badPath")).isEmpty)
      #expect(throws: QuestionError.noSuchResource("userName nobody")) {
        try ledger.difference(from: Position(1), to: head, of: Selector("nobody"))
      }
      #expect(throws: QuestionError.beyondHead(Position(500), head: head)) {
        try ledger.difference(from: Position(1), to: Position(500))
      }
    }
  }

  @Test("what was changed and changed back is the same")
  func restored() async throws {
    try await AskedLedger.with { asked in
      let before = try asked.ledger.head()
      for active in [true, false] {
        await asked.test.send(
          "PATCH", "/Users/\(asked.ana)",
          AskedLedger.patch([["op": "replace", "path": "active", "value": .bool(active)]]))
      }
      #expect(try asked.ledger.head() == Position(before.rawValue + 2))
      #expect(try asked.ledger.difference(from: before, to: asked.ledger.head()).isEmpty)
    }
  }

  static let conditions: [(filter: String, selector: String?, expected: String?)] = [
    ("active eq false", "ana@example.com", "disable"), ("active eq false", nil, "disable"),
    ("active eq true", "ana@example.com", "createAna"), (#"title eq "Director""#, nil, "promote"),
    (#"name.familyName ne "Silva""#, "ana@example.com", "promote"),
    (#"userName eq "ben@example.com""#, nil, "createBen"), ("active eq true", "ben@example.com", "createBen"),
    ("active eq false", "ben@example.com", nil), (#"title eq "Nobody""#, nil, nil),
    (#"department eq "Board""#, nil, "promote"), (#"displayName eq "Staff""#, nil, "createStaff"),
    ("not (members pr)", "displayName=Staff", nil),
  ]

  @Test("the first event at which a condition becomes true is found", arguments: conditions)
  func bisect(_ filter: String, _ selector: String?, _ expected: String?) async throws {
    try await AskedLedger.with { asked in
      let found = try asked.ledger.firstEvent(
        where: Filter(parsing: filter), of: selector.map { Selector($0) })
      #expect(found?.event.position == expected.map { asked.position($0) })
    }
  }

  @Test("a condition on an attribute that nothing has is an error, as is one that can't be made")
  func impossible() async throws {
    try await AskedLedger.with { asked in
      let misspelt = try Filter(parsing: "activ eq false or userName pr")
      #expect(throws: QuestionError.unknownAttribute("activ", nearest: "active")) {
        try asked.ledger.firstEvent(where: misspelt)
      }
      let unordered = try Filter(parsing: "meta.created gt \"yesterday\"")
      #expect(throws: SCIMError.self) { try asked.ledger.firstEvent(where: unordered) }
    }
  }

  @Test("a condition that became false and true again is found again further on")
  func bisectAgain() async throws {
    try await AskedLedger.with { asked in
      for active in [true, false] {
        await asked.test.send(
          "PATCH", "/Users/\(asked.ana)",
          AskedLedger.patch([["op": "replace", "path": "active", "value": .bool(active)]]))
      }
      let head = try asked.ledger.head()
      let start = asked.position("disable").next
      let condition = try Filter(parsing: "active eq false")
      let selector = Selector("ana@example.com")
      let found = try asked.ledger.firstEvent(where: condition, of: selector, from: start)
      #expect(found?.event.position == head)
      #expect(found?.properties == [ModifiedProperty(path: "active", old: true, new: false)])
      #expect(try asked.ledger.firstEvent(where: condition, from: start)?.event.position == head)
    }
  }
}
