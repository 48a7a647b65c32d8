import LedgerTestKit
import ScimLedger
import Testing

@Suite struct PastResourceTests {
  @Test(
    "what stands behind the last @ is a moment only where it reads as one",
    arguments: [
      ("ana@example.com@-1", "ana@example.com", "-1"), ("ana@17", "ana", "17"),
      ("ana@example.com@2026-11-24T10:00Z", "ana@example.com", "2026-11-24T10:00Z"),
      ("All staff@cycle:0190:end", "All staff", "cycle:0190:end"), ("ana@head", "ana", "head"),
      ("userName=ana@2h", "userName=ana", "2h"), ("ana@example.com", "ana@example.com", ""),
      ("@17", "@17", ""), ("ana@", "ana@", ""),
    ])
  func dated(_ text: String, _ name: String, _ moment: String) {
    #expect(DatedSelector(parsing: text) == DatedSelector(name: name, moment: moment.isEmpty ? nil : moment))
  }

  @Test("somebody whose whole name ends like a moment is meant by it")
  func wholeName() async throws {
    try await withTestLedger { (test) async throws in
      await test.send("POST", "/Users", AskedLedger.user("bob@17", "b"))
      #expect(try test.ledger.dated("bob@17") == DatedSelector(name: "bob@17"))
      #expect(try test.ledger.dated("bob@17@-1") == DatedSelector(name: "bob@17", moment: "-1"))
      #expect(try test.ledger.dated("ana@17") == DatedSelector(name: "ana", moment: "17"))
    }
  }

  @Test("so many changes ago, reads and refusals left out")
  func changesAgo() async throws {
    try await AskedLedger.with { (asked) async throws in
      let ledger = asked.ledger
      let ana = Selector.userName("ana@example.com")
      #expect(try ledger.position(asOf: "-0", of: ana) == asked.position("disable"))
      #expect(try ledger.position(asOf: "-1", of: ana) == asked.position("promote"))
      #expect(try ledger.position(asOf: "-2", of: ana) == asked.position("createAna"))
      #expect(throws: QuestionError.noSuchChange(back: 3, changes: 3)) {
        try ledger.position(asOf: "-3", of: ana)
      }
      // Of who is gone, the removal counts.
      let ben = Selector.userName("ben@example.com")
      #expect(try ledger.position(asOf: "-1", of: ben) == asked.position("createBen"))
      #expect(try ledger.resource(ben, asOf: ledger.position(asOf: "-1", of: ben))?.userName != nil)
    }
  }

  @Test("a user is shown with the values and groups it had")
  func user() async throws {
    try await AskedLedger.with { (asked) async throws in
      let ledger = asked.ledger
      let ana = Selector.userName("ana@example.com")
      let created = try #require(try ledger.resource(ana, asOf: asked.position("createAna")))
      #expect(created.groups == [] && created.isActive == true && created.image["title"] == nil)
      let promoted = try #require(try ledger.resource(ana, asOf: asked.position("promote")))
      #expect(promoted.groups.map(\.display) == ["Staff"])
      #expect(promoted.image["title"] == "Director" && promoted.isActive == true)
      #expect(promoted.position == asked.position("promote"))
      #expect(try ledger.resource(ana, asOf: Position(1)) == nil)
      #expect(throws: QuestionError.beyondHead(Position(999), head: try ledger.head())) {
        try ledger.resource(ana, asOf: Position(999))
      }
    }
  }

  @Test("a group is shown with the members it had, and who is gone by the name it had")
  func group() async throws {
    try await AskedLedger.with { (asked) async throws in
      let ledger = asked.ledger
      let staff = Selector.displayName("Staff")
      let then = try #require(try ledger.resource(staff, asOf: asked.position("disable")))
      #expect(then.members?.map(\.value) == [asked.ana, asked.ben])
      #expect(then.members?.map(\.display) == ["Ana", "ben@example.com"])
      #expect(try ledger.resource(staff)?.members?.count == 1)
      let ben = try #require(
        try ledger.resource(.userName("BEN@example.com"), asOf: asked.position("disable")))
      #expect(ben.id.description == asked.ben)
      #expect(ben.groups.map(\.display) == ["Staff"])
      #expect(try ledger.resource(.externalID("e-2"), asOf: ledger.head()) == nil)
    }
  }

  @Test("lists are of their moment, filtered and counted as they were")
  func lists() async throws {
    try await AskedLedger.with { (asked) async throws in
      let ledger = asked.ledger
      func names(_ step: String, _ filter: String? = nil) throws -> [String?] {
        var found: [String?] = []
        let filter = try filter.map { try Filter(parsing: $0) }
        try ledger.forEachResource(ofType: "User", filter: filter, asOf: asked.position(step)) {
          found.append($0.userName)
        }
        let page = try ledger.resources(ofType: "User", filter: filter, asOf: asked.position(step), count: 1)
        #expect(page.totalResults == found.count && page.resources.count == min(1, found.count))
        return found
      }
      #expect(try names("createAna") == ["ana@example.com"])
      #expect(try names("disable") == ["ana@example.com", "ben@example.com"])
      #expect(try names("disable", "active eq true") == ["ben@example.com"])
      #expect(try names("disable", "groups.display eq \"Staff\"").count == 2)
      #expect(try names("deleteBen", "active eq true") == [])
      #expect(throws: QuestionError.self) {
        try ledger.resources(ofType: "User", asOf: Position(999))
      }
    }
  }

  @Test("an explanation of the past knows nothing of what came later")
  func explanation() async throws {
    try await AskedLedger.with { (asked) async throws in
      let ledger = asked.ledger
      let ana = Selector.userName("ana@example.com")
      func told(_ step: String) throws -> (Explanation.State, [Explanation.Kind], [Position?]) {
        let found = try ledger.explanation(of: ana, asOf: asked.position(step))
        return (found.state, found.reasons.map(\.kind), found.reasons.map { $0.event?.position })
      }
      let promoted = try told("promote")
      #expect(promoted.0 == .active && promoted.1 == [.created, .changed])
      #expect(promoted.2 == [asked.position("createAna"), asked.position("promote")])
      let disabled = try told("disable")
      #expect(disabled.0 == .disabled && disabled.1 == [.disabled])
      #expect(try ledger.explanation(of: ana).reasons.count > 1)
      let early = try ledger.explanation(of: .userName("ben@example.com"), asOf: asked.position("createAna"))
      #expect(early.state == .unknown && early.reasons.map(\.kind) == [.neverSeen])
    }
  }
}
