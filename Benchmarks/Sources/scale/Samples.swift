import BenchmarkKit

/// The median of each round, in microseconds.
struct Samples {
  private(set) var rounds: [Double] = []

  var median: Double { rounds.median }
  var lowest: Double { rounds.min() ?? 0 }
  var highest: Double { rounds.max() ?? 0 }

  mutating func addRound(_ microseconds: [Double]) { rounds.append(microseconds.median) }
}
