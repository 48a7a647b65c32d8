import LedgerTestKit
import ScimLedger
import Testing

@Suite struct CycleMatrixTests {
  @Test("a cycle's operations are counted by what came of them, and its refusals by why")
  func matrix() async throws {
    try await AskedLedger.with { asked in
      let cycle = try #require(try asked.ledger.cycle(AskedLedger.secondCycle))
      let matrix = try asked.ledger.matrix(of: cycle)
      let rows = Dictionary(uniqueKeysWithValues: matrix.rows.map { ($0.operation, $0.counts) })
      #expect(
        rows == [
          "modify": [.succeeded: 2, .unchanged: 1, .refused: 1], "delete": [.succeeded: 1],
          "leaveGroup": [.succeeded: 1],
        ])
      #expect(matrix.rows.first?.operation == "modify")
      #expect(matrix.refusals.count == 1)
      let refusal = try #require(matrix.refusals.first)
      #expect((refusal.status, refusal.scimType) == (400, "invalidPath"))
      #expect((refusal.count, refusal.first) == (1, asked.position("badPath")))
    }
  }

  @Test("the matrix of each cycle has as many events as the cycle, and nobody else's")
  func sums() async throws {
    try await AskedLedger.with { asked in
      let cycles = try asked.ledger.cycles()
      #expect(cycles.count == 2)
      for cycle in cycles {
        let matrix = try asked.ledger.matrix(of: cycle)
        #expect(matrix.rows.flatMap(\.counts.values).reduce(0, +) == cycle.counts.events)
        #expect(matrix.rows.compactMap { $0.counts[.refused] }.reduce(0, +) == cycle.counts.refused)
        #expect(matrix.refusals.map(\.count).reduce(0, +) == cycle.counts.refused)
      }
    }
  }
}
