import LedgerTestKit
import ScimLedger
import Testing

@Suite struct BlameTests {
  @Test("each value of a resource has the event that set it, its cycle and the value before")
  func whole() async throws {
    try await AskedLedger.with { asked in
      let blame = try asked.ledger.blame(Selector("ana@example.com"))
      let events = Dictionary(uniqueKeysWithValues: blame.lines.map { ($0.path, $0.event.position) })
      let department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"
      #expect(
        events == [
          "userName": asked.position("createAna"), "externalId": asked.position("createAna"),
          "displayName": asked.position("createAna"), "name.givenName": asked.position("createAna"),
          #"emails[type eq "work"].value"#: asked.position("createAna"),
          "name.familyName": asked.position("promote"), "title": asked.position("promote"),
          department: asked.position("promote"), "active": asked.position("disable"),
        ])
      let active = try #require(blame.lines.first { $0.path == "active" })
      #expect(active.value == false)
      #expect(active.old == true)
      #expect(active.cycle?.id == AskedLedger.secondCycle)
      let name = try #require(blame.lines.first { $0.path == "userName" })
      #expect(name.old == nil)
      #expect(name.cycle?.id == AskedLedger.firstCycle)
    }
  }

  static let attributes: [(attribute: String, paths: [String])] = [
    ("name", ["name.givenName", "name.familyName"]), ("ACTIVE", ["active"]),
    ("department", ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"]),
    ("emails", [#"emails[type eq "work"].value"#]),
  ]

  @Test("one attribute takes in its parts", arguments: attributes)
  func attribute(_ attribute: String, _ paths: [String]) async throws {
    try await AskedLedger.with { asked in
      let blame = try asked.ledger.blame(Selector("ana@example.com"), attribute: attribute)
      #expect(blame.lines.map(\.path) == paths)
    }
  }

  @Test("an attribute that was taken away tells who did it")
  func removed() async throws {
    try await AskedLedger.with { asked in
      await asked.test.send(
        "PATCH", "/Users/\(asked.ana)", AskedLedger.patch([["op": "remove", "path": "title"]]))
      let blame = try asked.ledger.blame(Selector("ana@example.com"), attribute: "title")
      #expect(blame.lines.count == 1)
      #expect(blame.lines.first?.value == nil)
      #expect(blame.lines.first?.old == "Director")
      #expect(blame.lines.first?.event.position == (try asked.ledger.head()))
      #expect(throws: QuestionError.noSuchAttribute("nickName", nearest: nil)) {
        try asked.ledger.blame(Selector("ana@example.com"), attribute: "nickName")
      }
    }
  }

  @Test("members are blamed one by one")
  func members() async throws {
    try await AskedLedger.with { asked in
      let joined = await asked.test.send("POST", "/Users", AskedLedger.user("cem@example.com", "e-9"))
      await asked.test.send(
        "PATCH", "/Groups/\(asked.staff)",
        AskedLedger.patch([["op": "add", "path": "members", "value": [["value": .string(joined.id)]]]]))
      let blame = try asked.ledger.blame(Selector("Staff", type: "Group"), attribute: "members")
      let found = blame.lines.map { "\($0.event.position)" }
      #expect(found == ["\(asked.position("createStaff"))", "\(try asked.ledger.head())"])
    }
  }

  @Test("the past can be blamed, and what is gone too")
  func past() async throws {
    try await AskedLedger.with { asked in
      let before = try asked.ledger.blame(
        Selector("ana@example.com"), attribute: "active", asOf: asked.position("promote"))
      #expect(before.lines.map(\.event.position) == [asked.position("createAna")])
      let ben = try asked.ledger.blame(Selector("ben@example.com"), attribute: "userName")
      #expect(ben.lines.map(\.event.position) == [asked.position("createBen")])
      #expect(throws: QuestionError.noSuchResource("userName nobody")) {
        try asked.ledger.blame(Selector("nobody"))
      }
    }
  }
}
