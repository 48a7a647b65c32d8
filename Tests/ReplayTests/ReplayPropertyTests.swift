import LedgerTestKit
import ScimLedger
import Testing

/// The law that replaying event N on the directory after N−1 gives event N again, byte for byte.
@Suite struct ReplayPropertyTests {
  static let requests = 40

  @Test("every random history replays identically, but for what a log can't hold", arguments: 0..<50)
  func everyHistory(group: Int) async throws {
    var compared = 0
    var notReproducible = 0
    for seed in UInt64(group * 10)..<UInt64(group * 10 + 10) {
      let time = SettableTime(1_770_000_000_000_000)
      let report = try await withTestLedger(seed: seed, time: time) { test in
        var requests = RandomRequests(test, seed: seed, time: time)
        try await requests.run(ReplayPropertyTests.requests)
        let head = try test.ledger.head()
        let report = try test.ledger.replay(.events(from: Position(1), through: head), goesOn: true)
        #expect(report.divergences == [], "seed \(seed)")
        #expect(report.compared == Int(head.rawValue), "seed \(seed)")
        #expect(
          report.identical + report.notReproducible.count + report.divergences.count == report.compared,
          "seed \(seed)")
        #expect(report.identical > 20, "seed \(seed): a dull history")
        for one in report.notReproducible {
          let event = try #require(try test.ledger.event(at: one.position))
          #expect(UnrecordedParts.explain(event), "seed \(seed), event \(one.position): \(one.reason)")
        }
        return report
      }
      compared += report.compared
      notReproducible += report.notReproducible.count
    }
    // A sixth, so that a change which makes more of them can't hide behind them.
    #expect(
      notReproducible * 6 < compared, "\(notReproducible) of \(compared) events could not be made again")
  }
}

/// What may keep an event from being made again, said independently of how the replay says it.
enum UnrecordedParts {
  static func explain(_ event: Event) -> Bool {
    guard let request = event.request else { return false }
    if request.query.contains("cursor=") && !request.query.hasSuffix("cursor=") { return true }
    guard event.isRefused else { return false }
    return event.outcome.status == 406 || event.outcome.detail?.hasPrefix("Operations[") ?? false
      || event.outcome.detail?.hasPrefix("method departs") ?? false
      || event.outcome.detail?.hasPrefix("The body is not valid JSON") ?? false
      || event.outcome.detail?.hasPrefix("asOf is past") ?? false
  }
}
