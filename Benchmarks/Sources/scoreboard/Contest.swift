import BenchmarkKit
import ScimLedger

/// What several do in turn, and how long each took, round by round.
struct Contest {
  /// What is done, such as `import`.
  var work: String
  /// What is counted, such as `users`.
  var unit: String
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

  init(_ work: String, unit: String) {
    self.work = work
    self.unit = unit
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
