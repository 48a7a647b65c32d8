import BenchmarkKit
import ScimLedger

/// What several do in turn, and how long each took, round by round.
struct Contest {
  /// What is done, such as `import`.
  var work: String
  /// What is counted, such as `users`.
  var unit: String
  /// Whom all are compared with.
  var comparison: Comparison
  private(set) var rows: [Row] = []

  struct Row {
    var name: String
    var runs: [Run] = []

    var seconds: Double { runs.map(\.secondsEach).median }
    var microseconds: Double { seconds * 1_000_000 }
    var perSecond: Double { seconds > 0 ? 1 / seconds : 0 }
    var lowest: Double { (runs.map(\.secondsEach).min() ?? 0) * 1_000_000 }
    var highest: Double { (runs.map(\.secondsEach).max() ?? 0) * 1_000_000 }
  }

  enum Comparison {
    /// How many times as long as the first.
    case timesFirst
    /// What part of this one's rate.
    case shareOf(String)
  }

  init(_ work: String, unit: String, _ comparison: Comparison) {
    self.work = work
    self.unit = unit
    self.comparison = comparison
  }

  /// A row beside the one that it is compared with.
  func ratio(_ row: Row) -> Double? {
    switch comparison {
    case .timesFirst: rows.first.flatMap { $0.seconds > 0 ? row.seconds / $0.seconds : nil }
    case .shareOf(let name):
      rows.first { $0.name == name }.flatMap { row.seconds > 0 ? $0.seconds / row.seconds : nil }
    }
  }

  mutating func add(_ run: Run, _ name: String) {
    let index = rows.firstIndex { $0.name == name } ?? rows.count
    if index == rows.count { rows.append(Row(name: name)) }
    rows[index].runs.append(run)
  }

  /// Puts the rows into this order.
  mutating func arrange(_ names: [String]) {
    rows.sort { (names.firstIndex(of: $0.name) ?? .max) < (names.firstIndex(of: $1.name) ?? .max) }
  }
}

/// What one took in one round.
struct Run: Sendable {
  /// How many things were done.
  var count: Int
  var seconds: Double
  var processorSeconds: Double?
  /// Peak bytes of private memory.
  var privateBytes: Int?
  /// What was on the disk at the end.
  var diskBytes: Int?
  /// The seconds that 99 of 100 answers took at most.
  var slowest: Double?
  /// Of what was measured, where it says so itself.
  var version: String?

  var secondsEach: Double { count > 0 ? seconds / Double(count) : 0 }
}

/// Somebody who takes part in a contest.
protocol Contestant: Sendable {
  var name: String { get }

  /// - Parameter directory: Empty, and removed afterwards.
  func run(in directory: String) async throws -> Run
}

extension Contest {
  /// One round: each in turn, and with each round another one first.
  mutating func runRound(
    _ round: Int, _ contestants: [any Contestant], in place: Workplace, progress: (String) -> Void
  ) async throws {
    for turn in contestants.indices {
      let contestant = contestants[(turn + round) % contestants.count]
      progress("\(work), round \(round + 1): \(contestant.name)")
      // What others have left to be written is not to be waited for in this one's time.
      _ = try Program("sync", []).run()
      add(try await place.withFreshDirectory { try await contestant.run(in: $0) }, contestant.name)
    }
  }
}
