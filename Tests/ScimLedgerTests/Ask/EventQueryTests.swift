import LedgerTestKit
import ScimLedger
import Testing

@Suite struct EventQueryTests {
  static let filterCases: [(filter: String, expected: [String])] = [
    (#"operation eq "create""#, ["createAna", "createBen", "refused", "createStaff"]),
    (#"operation eq "CREATE" and status eq 409"#, ["refused"]),
    (#"isRefused eq true"#, ["refused", "badPath"]),
    (#"scimType eq "uniqueness""#, ["refused"]),
    (#"scimType pr"#, ["refused", "badPath"]),
    (#"isChange eq true and resourceType eq "Group""#, ["createStaff", "leave"]),
    (#"isUnchanged eq true"#, ["again"]),
    (#"isRead eq true"#, ["search"]),
    (#"results eq 0"#, ["search"]),
    (#"tolerance eq "operationCase""#, ["disable"]),
    (#"tolerance eq "booleanAsString" and operation eq "modify""#, ["disable"]),
    (#"method eq "DELETE""#, ["deleteBen"]),
    (#"path sw "/Groups""#, ["createStaff"]),
    (#"detail co "favouriteColour""#, ["badPath"]),
    (#"userName eq "ben@example.com""#, ["createBen", "deleteBen"]),
    (#"userName eq "ana@example.com" and isRefused eq true"#, ["refused", "badPath"]),
    (#"externalId eq "e-3""#, ["refused"]),
    (#"active eq false"#, ["disable", "again", "badPath"]),
    (#"changed eq "active" and operation eq "modify""#, ["disable"]),
    (#"changed sw "name.""#, ["createAna", "promote"]),
    (#"changed eq "members""#, ["createStaff", "leave"]),
    (#"cause pr"#, ["leave"]),
    (
      #"cycle eq "\#(AskedLedger.firstCycle)" and isRead eq false"#,
      ["createAna", "createBen", "refused", "createStaff"]
    ),
    (
      #"not (isAdministrative eq true) and status lt 300 and not (resourceType eq "User")"#,
      ["createStaff", "leave"]
    ),
    (
      #"time ge "2026-02-02T03:46:00Z" and operation eq "modify""#,
      ["promote", "disable", "again", "badPath"]
    ),
    (#"operation eq "createLedger" or operation eq "delete""#, ["", "deleteBen"]),
    (#"operation eq "nothing""#, []),
  ]

  @Test("a filter selects exactly the events that it describes", arguments: filterCases)
  func filters(_ filter: String, _ expected: [String]) async throws {
    try await AskedLedger.with { asked in
      let query = EventQuery(filter: try Filter(parsing: filter))
      var found: [Position] = []
      let reached = try asked.ledger.forEachEvent(query) { found.append($0.position) }
      let positions = expected.map { $0.isEmpty ? Position(1) : asked.position($0) }
      #expect(found == positions)
      #expect(reached == (try asked.ledger.head()))
      var backwards: [Position] = []
      try asked.ledger.forEachEvent(query, order: .newestFirst) { backwards.append($0.position) }
      #expect(backwards == positions.reversed())
      #expect(try asked.ledger.lastEvents(query, limit: 1).map(\.position) == Array(positions.suffix(1)))
      for number in 1...(try asked.ledger.head().rawValue) {
        let position = Position(number)
        #expect(try asked.ledger.selects(query, at: position) == positions.contains(position))
      }
    }
  }

  static let attributeCases: [(attribute: String, expected: [String])] = [
    ("active", ["createAna", "createBen", "disable", "deleteBen"]), ("name", ["createAna", "promote"]),
    ("name.familyName", ["createAna", "promote"]), ("name.givenName", ["createAna"]),
    ("department", ["createAna", "promote"]), ("emails", ["createAna"]), ("title", ["promote"]),
    ("members", ["createStaff", "leave"]), ("nam", []), ("department2", []),
  ]

  @Test(
    "an attribute is found by its path, its parent's, and an extension's by its bare name",
    arguments: attributeCases)
  func attributes(_ attribute: String, _ expected: [String]) async throws {
    try await AskedLedger.with { asked in
      var query = EventQuery()
      query.attribute = attribute
      var found: [Position] = []
      try asked.ledger.forEachEvent(query) { found.append($0.position) }
      #expect(found == expected.map { asked.position($0) })
    }
  }

  @Test("an actor is found by the token's name or the client's; other conditions hold besides")
  func actors() async throws {
    try await AskedLedger.with { (asked) async throws in
      var query = EventQuery()
      query.actor = "entra"
      query.onlyRefused = true
      #expect(
        try asked.ledger.lastEvents(query, limit: 10).map(\.position)
          == [asked.position("refused"), asked.position("badPath")])
      query.last = asked.position("createStaff")
      #expect(try asked.ledger.lastEvents(query, limit: 10).map(\.position) == [asked.position("refused")])
      query.actor = "okta"
      #expect(try asked.ledger.lastEvents(query, limit: 10).isEmpty)
    }
  }

  @Test(
    "a field that there is not is an error which names the nearest one",
    arguments: [
      ("operaton eq \"create\"", "operation"), ("scimtyp pr", "scimType"), ("id eq \"1\"", nil),
      ("meta.created pr", nil), ("not (statsu eq 1)", "status"), ("tolerance[value eq \"x\"]", "tolerance"),
    ])
  func unknownFields(_ filter: String, _ nearest: String?) async throws {
    try await AskedLedger.with { asked in
      let query = EventQuery(filter: try Filter(parsing: filter))
      let error = #expect(throws: QuestionError.self) { try asked.ledger.forEachEvent(query) { _ in } }
      guard case .unknownField(_, let found)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      if let nearest { #expect(found == nearest) }
    }
  }

  @Test("a limit is kept, and so are the bounds")
  func limits() async throws {
    try await AskedLedger.with { asked in
      var found: [Position] = []
      var query = EventQuery()
      query.first = Position(3)
      let reached = try asked.ledger.forEachEvent(query, limit: 2) { found.append($0.position) }
      #expect(found == [Position(3), Position(4)])
      #expect(reached == Position(4))
      query.first = Position(400)
      let beyond = try asked.ledger.forEachEvent(query) { _ in }
      #expect(beyond == nil)
    }
  }

  @Test("without checking hashes the same is found")
  func unchecked() async throws {
    try await AskedLedger.with { asked in
      var query = EventQuery(filter: try Filter(parsing: "status eq 409"))
      query.checksHashes = false
      #expect(try asked.ledger.lastEvents(query, limit: 5).map(\.position) == [asked.position("refused")])
    }
  }
}
