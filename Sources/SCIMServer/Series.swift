import CoreMetrics
import Synchronization

/// The kinds of metric families that this backend makes.
enum SeriesKind: String {
  case counter
  case gauge
  case histogram
}

/// One line of a series: what follows the family's name, a label of its own (a bucket's bound), the value.
struct Sample {
  var suffix = ""
  var bound: Double?
  var value: Double
}

/// One time series: a family's values for one set of labels.
protocol Series: AnyObject, Sendable {
  var samples: [Sample] { get }
}

/// A count that only rises, and stays at its highest value rather than overflow.
final class CounterSeries: Series, CounterHandler {
  private let value = Mutex<Int64>(0)

  func increment(by amount: Int64) {
    guard amount > 0 else { return }
    value.withLock { value in
      let (sum, overflow) = value.addingReportingOverflow(amount)
      value = overflow ? .max : sum
    }
  }

  func reset() { value.withLock { $0 = 0 } }

  var samples: [Sample] { [Sample(value: Double(value.withLock { $0 }))] }
}

final class FloatingPointCounterSeries: Series, FloatingPointCounterHandler {
  private let value = Mutex<Double>(0)

  func increment(by amount: Double) {
    guard amount > 0, amount.isFinite else { return }
    value.withLock { $0 += amount }
  }

  func reset() { value.withLock { $0 = 0 } }

  var samples: [Sample] { [Sample(value: value.withLock { $0 })] }
}

/// A value that goes up and down; the last one recorded counts.
final class GaugeSeries: Series, RecorderHandler, MeterHandler {
  private let value = Mutex<Double>(0)

  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }

  var samples: [Sample] { [Sample(value: value.withLock { $0 })] }
}
