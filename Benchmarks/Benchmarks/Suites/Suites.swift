import Benchmark

/// What `swift package benchmark` measures: processor time, since wall time on a shared machine tells little.
let benchmarks: @Sendable () -> Void = {
  unsafe Benchmark.defaultConfiguration = .init(
    metrics: [.cpuTotal], timeUnits: .milliseconds, warmupIterations: 1, maxDuration: .seconds(3),
    maxIterations: 10, thresholds: [.cpuTotal: .init(relative: [.p50: 35])])
  measureValues()
  measureLedger()
  measureWholeLedgers()
  measureServer()
}
