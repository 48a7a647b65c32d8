import Glibc

/// How long something took, and for how long it kept processors busy in this process.
struct Timing {
  var seconds: Double
  /// Another process's work doesn't count, so this hardly depends on what else the machine does.
  var processorSeconds: Double

  static func of(_ body: () async throws -> Void) async rethrows -> Timing {
    let (start, processor) = (ContinuousClock.now, clock())
    try await body()
    return Timing(
      seconds: (ContinuousClock.now - start) / .seconds(1),
      processorSeconds: Double(clock() - processor) / Double(CLOCKS_PER_SEC))
  }
}

extension [Timing] {
  var seconds: [Double] { map(\.seconds) }
  var processorSeconds: [Double] { map(\.processorSeconds) }
}
