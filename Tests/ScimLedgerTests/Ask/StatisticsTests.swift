import LedgerTestKit
import ScimLedger
import Testing

@Suite struct StatisticsTests {
  @Test("values are counted, most frequent first, with their shares")
  func values() async throws {
    try await AskedLedger.with { asked in
      let found = try asked.ledger.values(of: .operation)
      #expect(found.rows.map(\.values.description) == found.rows.map(\.values.description))
      #expect(found.events == Int(try asked.ledger.head().rawValue))
      let counts = found.rows.map { "\($0.values[0].stringValue ?? "") \($0.count)" }
      #expect(
        counts == [
          "create 4", "modify 4", "createLedger 1", "delete 1", "leaveGroup 1", "query 1",
        ])
      #expect(found.rows.map(\.count).reduce(0, +) == found.events)
      #expect(abs(found.rows.map(\.share).reduce(0, +) - 1) < 1e-9)
    }
  }

  @Test("combinations of fields are counted under a condition, and what has no value counts as null")
  func combinations() async throws {
    try await AskedLedger.with { asked in
      let query = EventQuery(filter: try Filter(parsing: "isRead eq false and resourceType pr"))
      let found = try asked.ledger.statistics(of: [.operation, .scimType], query)
      let rows = found.rows.map { "\($0.values.map(\.description)) \($0.count)" }
      #expect(
        rows == [
          #"["\"create\"", "null"] 3"#, #"["\"modify\"", "null"] 3"#, #"["\"create\"", "\"uniqueness\""] 1"#,
          #"["\"delete\"", "null"] 1"#, #"["\"leaveGroup\"", "null"] 1"#,
          #"["\"modify\"", "\"invalidPath\""] 1"#,
        ])
    }
  }

  @Test("an event counts once for each of its values of a field")
  func severalValues() async throws {
    try await AskedLedger.with { asked in
      let found = try asked.ledger.values(of: .changed)
      let counts = Dictionary(found.rows.map { ($0.values[0].stringValue ?? "–", $0.count) }) { $0 + $1 }
      #expect(counts["active"] == 4)
      #expect(counts["name.familyName"] == 2)
      #expect(counts["members"] == 2)
      #expect(counts["–"] == 5)
    }
  }

  @Test("a long log is counted and filtered as event by event")
  func longLog() async throws {
    try await withTestLedger { test in
      for number in 0..<900 {
        switch number % 5 {
        case 0: await test.send("POST", "/Users", ["userName": .string("user\(number % 40)")])
        case 1: await test.send("GET", "/Users?filter=userName+eq+%22user\(number % 40)%22")
        case 2: await test.send("GET", "/Users?filter=nonsense")
        default: await test.send("GET", "/Users/none")
        }
      }
      await test.send("DELETE", "/Users/none")
      let events = try test.ledger.events(from: Position(1), limit: .max)
      #expect(events.count > 900)
      let expected = Dictionary(grouping: events) { "\($0.operation.name) \($0.outcome.scimType ?? "null")" }
      let found = try test.ledger.statistics(of: [.operation, .scimType])
      let counts = found.rows.map { row in
        ("\(row.values[0].stringValue ?? "") \(row.values[1].stringValue ?? "null")", row.count)
      }
      #expect(Dictionary(counts) { $0 + $1 } == expected.mapValues(\.count))
      #expect(found.events == events.count)
      var refused = EventQuery(filter: try Filter(parsing: "status ge 400 and not (status eq 404)"))
      let positions = events.filter { $0.isRefused && $0.outcome.status != 404 }.map(\.position)
      var seen: [Position] = []
      try test.ledger.forEachEvent(refused) { seen.append($0.position) }
      #expect(seen == positions)
      seen = []
      let reached = try test.ledger.forEachEvent(refused, order: .newestFirst, limit: 50) {
        seen.append($0.position)
      }
      #expect(seen == Array(positions.reversed().prefix(50)))
      #expect(reached == seen.last)
      (refused.first, refused.last) = (Position(300), Position(700))
      seen = []
      #expect(try test.ledger.forEachEvent(refused) { seen.append($0.position) } == Position(700))
      #expect(seen == positions.filter { (Position(300)...Position(700)).contains($0) })
    }
  }

  @Test("nothing counted has no rows")
  func nothing() async throws {
    try await AskedLedger.with { asked in
      let query = EventQuery(filter: try Filter(parsing: "status eq 599"))
      let found = try asked.ledger.values(of: .status, query)
      #expect(found.rows.isEmpty)
      #expect(found.events == 0)
    }
  }

  @Test(
    "every field has a name that finds it in any letter case, and a description",
    arguments: EventField.allCases)
  func fields(_ field: EventField) {
    #expect(EventField(named: field.name.uppercased()) == field)
    #expect(EventField.nearest(to: field.name + "x") != nil)
    #expect(field.description.hasSuffix("."))
  }
}
