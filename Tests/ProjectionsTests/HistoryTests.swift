import LedgerTestKit
import ScimLedger
import Testing

/// The law of this package: the directory is what the log says, byte for byte.
@Suite struct HistoryTests {
  static let seeds: [UInt64] = [1, 2, 3, 5, 8, 13, 2026]
  static let steps = 320

  @Test(
    "after any history the directory is the log folded, and what a simple model expects", arguments: seeds)
  func history(seed: UInt64) async throws {
    let time = SettableTime(1_770_000_000_000_000)
    try await withTestLedger(seed: seed, time: time) { test in
      // The odd seeds' ledgers refuse an externalId that is there already.
      if !seed.isMultiple(of: 2) {
        try await test.ledger.configure(LedgerConfiguration(uniqueExternalID: true))
      }
      var history = History(test.ledger, seed: seed, time: time)
      await history.run(HistoryTests.steps)
      #expect(history.surprises == [])
      #expect(history.model.users.count > 5 && history.model.memberships > 0, "seed \(seed): a dull history")
      let check = HistoryCheck(history, test)
      try check.totals()
      try check.index()
      try check.stored()
      await check.answers()
      #expect(try test.ledger.checkProjections().differences == [], "seed \(seed)")
      let report = try await test.ledger.rebuild()
      #expect(report.differences == [], "seed \(seed)")
      #expect(report.rows > 0)
      try CycleModel(test.ledger).check("seed \(seed)")
      let again = try test.ledger.checkProjections()
      #expect(again.differences == [], "seed \(seed)")
      try check.index()
      await check.answers()
      await history.run(40)
      #expect(history.surprises == [])
      let second = HistoryCheck(history, test)
      try second.index()
      try second.stored()
      #expect(try await test.ledger.rebuild().differences == [], "seed \(seed)")
      #expect(try test.ledger.verify().isClean, "seed \(seed)")
    }
  }

  @Test(
    "each request leaves one event, and a deletion one more for each group that is left",
    arguments: [21, 22] as [UInt64])
  func events(seed: UInt64) async throws {
    try await withTestLedger(seed: seed) { test in
      var history = History(test.ledger, seed: seed)
      await history.run(200)
      // A change is answered once it is durable, and so is all that was queued before it.
      await history.send(history.entra, "DELETE", "/Users/none", expecting: 404)
      let head = try test.ledger.head()
      #expect(
        head == Position(UInt64(1 + history.requests + history.model.consequences)), "seed \(seed)")
      let status = try test.ledger.status()
      #expect(status.projectionPosition == head)
      let counted = status.events.reduce(0) { $0 + $1.count }
      #expect(UInt64(counted) == head.rawValue, "seed \(seed)")
      let leaves = status.events.first { $0.operation == .leaveGroup }?.count ?? 0
      #expect(leaves == history.model.consequences, "seed \(seed)")
      let all = try test.ledger.events(from: Position(1), limit: .max)
      #expect(all.count { $0.isRefused } == status.refused, "seed \(seed)")
      #expect(all.count { !$0.tolerances.isEmpty } == status.tolerated, "seed \(seed)")
    }
  }

  @Test("the same requests make the same events")
  func repeatable() async throws {
    var logs: [[Event]] = []
    for _ in 0..<2 {
      let events = try await withTestLedger(seed: 4) { test in
        var history = History(test.ledger, seed: 4)
        await history.run(150)
        await history.send(history.entra, "DELETE", "/Users/none", expecting: 404)
        return try test.ledger.events(from: Position(1), limit: .max)
      }
      // Which snapshot a read sees depends on how far the writer is.
      logs.append(
        events.map { event in
          var event = event
          event.snapshot = nil
          return event
        })
    }
    #expect(logs[0].count > 100)
    #expect(logs[0] == logs[1])
  }

  @Test("a rebuild beside requests loses none of them")
  func rebuildBesideRequests() async throws {
    try await withTestLedger(seed: 6) { test in
      var history = History(test.ledger, seed: 6)
      await history.run(60)
      for _ in 0..<2500 { await test.send("GET", "/ServiceProviderConfig") }
      async let rebuild = test.ledger.rebuild()
      await history.run(120)
      #expect(try await rebuild.differences == [])
      #expect(history.surprises == [])
      #expect(try test.ledger.checkProjections().differences == [])
      let check = HistoryCheck(history, test)
      try check.index()
      await check.answers()
    }
  }

  @Test("rebuilds at the same time do each other no harm")
  func rebuildsAtOnce() async throws {
    try await withTestLedger(seed: 7) { test in
      var history = History(test.ledger, seed: 7)
      await history.run(60)
      for _ in 0..<2500 { await test.send("GET", "/ServiceProviderConfig") }
      let ledger = test.ledger
      let reports = try await withThrowingTaskGroup(of: RebuildReport?.self) { group in
        for _ in 0..<4 {
          group.addTask {
            do {
              return try await ledger.rebuild()
            } catch LedgerError.rebuildUnderWay {
              return nil
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(reports.contains { $0 != nil })
      #expect(reports.allSatisfy { $0?.differences ?? [] == [] })
      #expect(try test.ledger.checkProjections().differences == [])
      try HistoryCheck(history, test).totals()
    }
  }
}
