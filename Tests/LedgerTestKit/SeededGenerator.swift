import Synchronization

/// A generator whose sequence follows from its seed alone (SplitMix64), so that a failing history can be
/// run again.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// The same as a source of ids that many tasks share.
public final class SeededSource: Sendable {
  private let generator: Mutex<SeededGenerator>

  public init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

  public func next() -> UInt64 { generator.withLock { $0.next() } }
}
