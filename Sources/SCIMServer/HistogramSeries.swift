import CoreMetrics
import Synchronization

/// Values counted in buckets by their size.
final class HistogramSeries: Series, RecorderHandler, TimerHandler {
  /// Bounds for durations in seconds, from a read of memory to a client's patience.
  static let durations: [Double] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]
  /// Bounds for values of which nothing is known.
  static let magnitudes: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]

  private struct State {
    /// How many values fell into each bucket, and last how many were above all bounds.
    var counts: [Double]
    var sum = 0.0
  }

  private let bounds: [Double]
  private let state: Mutex<State>

  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard value.isFinite else { return }
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      state.counts[bucket] += 1
      state.sum += value
    }
  }

  /// The buckets, each counting all values up to its bound, then the sum and the count.
  var samples: [Sample] {
    let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
    var samples: [Sample] = []
    var total = 0.0
    for (bound, count) in zip(bounds + [.infinity], counts) {
      total += count
      samples.append(Sample(suffix: "_bucket", bound: bound, value: total))
    }
    samples.append(Sample(suffix: "_sum", value: sum))
    samples.append(Sample(suffix: "_count", value: total))
    return samples
  }
}
