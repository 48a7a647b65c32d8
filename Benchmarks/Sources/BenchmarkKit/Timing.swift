import Glibc

/// How long something took, and for how long it kept processors busy in this process.
package struct Timing: Sendable {
  package var seconds: Double
  /// Another process's work doesn't count, so this hardly depends on what else the machine does.
  package var processorSeconds: Double

  package init(seconds: Double, processorSeconds: Double) {
    self.seconds = seconds
    self.processorSeconds = processorSeconds
  }

  package static func of(_ body: () async throws -> Void) async rethrows -> Timing {
    let (start, processor) = (ContinuousClock.now, clock())
    try await body()
    return Timing(
      seconds: (ContinuousClock.now - start) / .seconds(1),
      processorSeconds: Double(clock() - processor) / Double(CLOCKS_PER_SEC))
  }
}

extension [Timing] {
  package var seconds: [Double] { map(\.seconds) }
  package var processorSeconds: [Double] { map(\.processorSeconds) }
}
