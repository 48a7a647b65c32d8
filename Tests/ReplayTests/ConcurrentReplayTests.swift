import LedgerTestKit
import ScimLedger
import Testing

/// What many clients do at a time is recorded as it was: each read with the directory that it saw.
@Suite struct ConcurrentReplayTests {
  private static let clients = 8
  private static let requests = 60

  @Test("what clients did beside one another replays identically", arguments: 0..<20 as Range<UInt64>)
  func concurrentClients(seed: UInt64) async throws {
    try await withTestLedger(seed: seed) { test in
      await withTaskGroup(of: Void.self) { group in
        for client in 0..<UInt64(Self.clients) {
          group.addTask { await Self.act(test, SeededGenerator(seed: seed &* 100 &+ client)) }
        }
      }
      // A write that is answered comes after all reads that were queued.
      await test.send("DELETE", "/Users/none")
      let head = try test.ledger.head()
      let report = try test.ledger.replay(.events(from: Position(1), through: head), goesOn: true)
      #expect(report.divergences == [], "seed \(seed)")
      #expect(report.notReproducible == [], "seed \(seed)")
      #expect(report.compared > 300, "seed \(seed)")
      // The first reads of a part saw the directory as it was before the part.
      let half = try test.ledger.replay(
        .events(from: Position(head.rawValue / 2), through: head), goesOn: true)
      #expect(half.divergences == [], "seed \(seed), the second half")
      #expect(half.notReproducible == [], "seed \(seed), the second half")
    }
  }

  private static func act(_ test: TestLedger, _ random: SeededGenerator) async {
    var random = random
    var ids: [String] = []
    for _ in 0..<requests {
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1:
        let name = "user\(Int.random(in: 0..<200, using: &random))"
        let answer = await test.send("POST", "/Users", ["userName": .string(name)])
        if answer.status == 201 { ids.append(answer.id) }
      case 2:
        guard let id = ids.randomElement(using: &random) else { continue }
        await test.send("PATCH", "/Users/\(id)", retitling("\(Int.random(in: 0..<5, using: &random))"))
      case 3:
        guard let id = ids.popLast() else { continue }
        await test.send("DELETE", "/Users/\(id)")
      case 4: await test.send("GET", "/Users?count=2")
      case 5: await test.send("GET", "/Users?filter=title+eq+%22\(Int.random(in: 0..<5, using: &random))%22")
      case 6: await test.send("GET", "/Users?sortBy=userName&count=3")
      default:
        guard let id = ids.randomElement(using: &random) else { continue }
        await test.send("GET", "/Users/\(id)")
      }
    }
  }

  private static func retitling(_ title: String) -> JSONValue {
    [
      "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      "Operations": [["op": "replace", "path": "title", "value": .string(title)]],
    ]
  }
}
