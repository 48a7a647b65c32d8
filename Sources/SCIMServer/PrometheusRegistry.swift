public import CoreMetrics
import Synchronization

/// A metrics backend that keeps every measurement in memory and renders it in Prometheus' text exposition
/// format, version 0.0.4.
///
/// Counters stay counters, gauges and meters become gauges, timers become histograms in seconds, and
/// recorders that aggregate become histograms. A label that was already made as another kind of metric gets
/// a handler whose values are kept but not shown: a program's mistake in naming must not end it.
///
/// ```swift
/// let registry = PrometheusRegistry()
/// MetricsSystem.bootstrap(registry)
/// ```
public final class PrometheusRegistry: MetricsFactory {
  struct Family {
    var kind: SeriesKind
    var series: [SeriesLabels: any Series] = [:]
  }

  private struct State {
    var families: [String: Family] = [:]
    var help: [String: String] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  /// Says what a metric measures; shown as its `# HELP` line.
  public func describe(_ name: String, as help: String) {
    state.withLock { $0.help[MetricName.sanitized(name)] = help }
  }

  /// The exposition of everything that was measured until now, families sorted by name.
  public func text() -> String {
    let (families, help) = state.withLock { ($0.families, $0.help) }
    var text = ExpositionText()
    for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty {
      text.begin(name, kind: family.kind, help: help[name])
      for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
        text.append(series.samples, of: name, labels: labels)
      }
    }
    return text.text
  }

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, .counter) { CounterSeries() }
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, .counter) { FloatingPointCounterSeries() }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, .gauge) { GaugeSeries() }
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    if aggregate {
      series(label, dimensions, .histogram) { HistogramSeries(bounds: HistogramSeries.magnitudes) }
    } else {
      series(label, dimensions, .gauge) { GaugeSeries() }
    }
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    let label = label.hasSuffix("_seconds") ? label : label + "_seconds"
    return series(label, dimensions, .histogram) { HistogramSeries(bounds: HistogramSeries.durations) }
  }

  public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
  public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

  private func series<S: Series>(
    _ label: String, _ dimensions: [(String, String)], _ kind: SeriesKind, make: () -> S
  ) -> S {
    let name = MetricName.sanitized(label)
    let labels = SeriesLabels(dimensions)
    return state.withLock { state in
      var family = state.families[name] ?? Family(kind: kind)
      guard family.kind == kind else { return make() }
      if let existing = family.series[labels] { return existing as? S ?? make() }
      let made = make()
      family.series[labels] = made
      state.families[name] = family
      return made
    }
  }

  private func remove(_ handler: AnyObject) {
    state.withLock { state in
      for name in Array(state.families.keys) {
        guard let family = state.families[name] else { continue }
        for (labels, series) in family.series where series === handler {
          state.families[name]?.series[labels] = nil
        }
      }
    }
  }
}
