import BenchmarkKit
import ScimLedger

/// Questions for which the whole log is gone through.
enum Streams {
  /// Goes through the log as `log --where` does, with a filter that no index helps, and returns how many events
  /// it selects.
  static func filter(_ text: String, in ledger: ProvisioningLedger) throws -> Int {
    var selected = 0
    try ledger.forEachEvent(EventQuery(filter: try Filter(parsing: text))) { _ in selected += 1 }
    return selected
  }

  /// Counts as `stats -k operation -k scimType` does, and returns how many events were counted.
  static func count(in ledger: ProvisioningLedger) throws -> Int {
    try ledger.statistics(of: [.operation, .scimType]).events
  }

  /// Makes a cycle's events again.
  static func replay(_ cycle: ProvisioningCycle, in ledger: ProvisioningLedger) async throws -> (
    fold: Timing, replay: Timing, report: ReplayReport
  ) {
    var run: ReplayRun?
    let fold = try await Timing.of { run = try ledger.replayRun(.cycle(cycle)) }
    var report: ReplayReport?
    let replay = try await Timing.of { report = try run?.report(goesOn: true) }
    guard let report else { throw NothingToAsk() }
    guard report.divergences.isEmpty else {
      throw DivergedReplay(description: "\(report.divergences.count) events came out differently.")
    }
    return (fold, replay, report)
  }
}

struct DivergedReplay: Error, CustomStringConvertible {
  var description: String
}
