/// What a running job takes from outside: the clock, randomness and the passing of time.
public struct JobSurroundings: Sendable {
  /// Microseconds since 1970-01-01 UTC.
  public var clock: @Sendable () -> Int64
  public var random: @Sendable () -> UInt64
  /// Waits for so many seconds.
  public var sleep: @Sendable (_ seconds: Int) async throws -> Void

  public init(
    clock: @escaping @Sendable () -> Int64,
    random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) },
    sleep: @escaping @Sendable (_ seconds: Int) async throws -> Void = {
      try await Task.sleep(for: .seconds($0))
    }
  ) {
    self.clock = clock
    self.random = random
    self.sleep = sleep
  }
}
