import LedgerTestKit
import ScimLedger
import Testing

@Suite struct MomentTests {
  /// Events come a minute apart from 02:41:00 on, and after an hour's pause from 03:46:00 on; the clock stands
  /// at the last one.
  static let momentCases: [(text: String, since: String, until: String)] = [
    ("4", "refused", "refused"),
    ("head", "last", "last"),
    ("2026-02-02T02:42:00Z", "createBen", "createBen"),
    ("2026-02-02 02:42", "createBen", "createBen"),
    ("2026-02-02T02:42:30Z", "refused", "createBen"),
    ("2026-02-02T03:42:00+01:00", "createBen", "createBen"),
    ("2026-02-02", "first", "none"),
    ("2026-02-03", "beyond", "last"),
    ("5m", "promote", "search"),
    ("90s", "badPath", "again"),
    ("1w", "first", "none"),
    ("2026-02-02T02:42Z", "createBen", "createBen"),
    ("2026-02-02T02:42:00", "createBen", "createBen"),
    ("now", "last", "last"),
    ("today", "first", "none"),
    ("Yesterday", "first", "none"),
    ("0s", "deleteBen", "last"),
    ("cycle:\(AskedLedger.firstCycle)", "createAna", "search"),
    ("cycle:\(AskedLedger.secondCycle)", "promote", "last"),
    ("cycle:\(AskedLedger.firstCycle):start", "createAna", "first"),
    ("cycle:\(AskedLedger.firstCycle):end", "promote", "search"),
    ("cycle:\(AskedLedger.secondCycle):start", "promote", "search"),
  ]

  @Test("a text names where a stretch of the log begins and ends", arguments: momentCases)
  func moments(_ text: String, _ since: String, _ until: String) async throws {
    try await AskedLedger.with { (asked) async throws in
      func position(_ name: String) throws -> Position {
        switch name {
        case "first": Position(1)
        case "none": .start
        case "last": try asked.ledger.head()
        case "beyond": try asked.ledger.head().next
        default: asked.position(name)
        }
      }
      #expect(try asked.ledger.position(since: text) == position(since))
      #expect(try asked.ledger.position(until: text) == position(until))
    }
  }

  @Test("a cycle's start is the directory that it found, its end the one that it left")
  func cycleEdges() async throws {
    try await AskedLedger.with { (asked) async throws in
      let cycle = AskedLedger.secondCycle
      #expect(try asked.ledger.position(asOf: "cycle:\(cycle):start") == asked.position("search"))
      #expect(try asked.ledger.position(asOf: "cycle:\(cycle):end") == asked.ledger.head())
      #expect(try asked.ledger.position(asOf: "cycle:\(cycle)") == asked.ledger.head())
    }
  }

  @Test(
    "what names no moment is an error that says what would",
    arguments: [
      "", "yesterday-ish", "2026-13-01", "5x", "-3m", "cycle:", "cycle:nothing", "99999999999999999999w",
      "12:30", "-1", "--2",
    ])
  func unreadable(_ text: String) async throws {
    try await AskedLedger.with { asked in
      #expect(throws: QuestionError.self) { try asked.ledger.position(since: text) }
      #expect(throws: QuestionError.self) { try asked.ledger.position(until: text) }
    }
  }

  @Test("a position beyond the head has no directory")
  func beyond() async throws {
    try await AskedLedger.with { asked in
      let head = try asked.ledger.head()
      #expect(throws: QuestionError.beyondHead(Position(999), head: head)) {
        try asked.ledger.position(asOf: "999")
      }
    }
  }

  @Test("a cursor goes on after the event it was stored at, and another ledger's is refused")
  func cursors() async throws {
    try await withTemporaryDirectory { directory in
      let cursor = EventCursor(path: directory + "/cursor")
      try await AskedLedger.with { asked in
        #expect(try cursor.next(in: asked.ledger) == Position(1))
        try cursor.store(Position(5), in: asked.ledger)
        #expect(try cursor.next(in: asked.ledger) == Position(6))
      }
      try await withTestLedger(seed: 99) { other in
        for index in 0..<6 { await other.send("POST", "/Users", AskedLedger.user("u\(index)", "x\(index)")) }
        #expect(throws: QuestionError.foreignCursor(path: cursor.path)) {
          try cursor.next(in: other.ledger)
        }
      }
    }
  }
}
