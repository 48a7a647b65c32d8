import Foundation
import LedgerTestKit
import ScimLedger
import Synchronization
import Testing

/// The articles' questions, put to a short history in one cycle.
@Suite struct LedgerExampleTests {
  private static let cycle = Identifier(high: 0x0190_0000_0000_7001, low: 0x8000_0000_0000_0001)

  /// Ana is made (event 2), a second Ana refused (3), and Ana disabled (4) in a cycle of its own.
  private static func live(_ test: TestLedger) async throws -> Identifier {
    let ana: JSONValue = ["userName": "ana@example.com", "active": true, "title": "Buyer"]
    let id = await test.send("POST", "/Users", ana).id
    await test.send("POST", "/Users", ana)
    await test.inCycle(cycle).send(
      "PATCH", "/Users/\(id)",
      [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [["op": "Replace", "path": "active", "value": "False"]],
      ])
    return try #require(Identifier(id))
  }

  @Test("who follows the log is told of the account that is disabled, before and after starting to listen")
  func follows() async throws {
    try await withTestLedger { test in
      let id = try await Self.live(test)
      let told = Mutex<[String]>([])
      let ledger = test.ledger
      let follower = Task {
        try await tellOfDisabledAccounts(in: ledger, after: .start) { line in
          told.withLock { $0.append(line) }
        }
      }
      for active in [JSONValue.bool(true), .bool(false)] {
        await test.send(
          "PATCH", "/Users/\(id)",
          [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [["op": "replace", "path": "active", "value": active]],
          ])
      }
      for _ in 0..<400 where told.withLock({ $0.count }) < 2 { try await Task.sleep(for: .milliseconds(10)) }
      await ledger.close()
      #expect(try await follower.value == Position(6))
      let lines = told.withLock { $0 }
      #expect(lines.count == 2)
      #expect(lines.first?.hasPrefix("entra disabled ana@example.com at ") == true)
      #expect(lines.first?.hasSuffix("event 4") == true)
      #expect(lines.last?.hasSuffix("event 6") == true)
    }
  }

  @Test("the refusals since a moment are found")
  func filters() async throws {
    try await withTestLedger { test in
      _ = try await Self.live(test)
      let lines = try refusals(in: test.ledger, since: "1h")
      #expect(lines.count == 1)
      #expect(lines.first?.hasPrefix("3 409 Another User") == true)
    }
  }

  @Test("a person is seen as they were, the cycle's changes are told, and who disabled them")
  func asOf() async throws {
    try await withTestLedger { test in
      let id = try await Self.live(test)
      let ledger = test.ledger
      // Before anybody reads: recorded reads are a cycle of whoever reads.
      let changes = try changesOfLastCycle(in: ledger)
      #expect(changes == ["changed User ana@example.com: active"])
      let before = await person(id, asOf: "3", in: ledger)
      let after = await person(id, asOf: "4", in: ledger)
      let never = await person(id, asOf: "1", in: ledger)
      #expect(before?.objectValue?["active"] == true)
      #expect(after?.objectValue?["active"] == false)
      #expect(never == nil)
      let answer = try whoDisabled("ana@example.com", in: ledger)
      #expect(answer?.hasPrefix("false by entra since ") == true)
      #expect(answer?.hasSuffix("event 4") == true)
    }
  }

  @Test("a cycle that was taken out as a file is reproduced from it")
  func reproduces() async throws {
    try await withTestLedger { test in
      _ = try await Self.live(test)
      let cycle = try #require(try test.ledger.cycle(Self.cycle))
      try await withTemporaryDirectory { directory in
        let file = URL(filePath: directory + "/cycle.json")
        try writeFixture(of: cycle, in: test.ledger, to: file)
        try expectReproduced(file)
      }
    }
  }
}
