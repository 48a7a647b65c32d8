import EventLog

/// Identifiers whose random bits follow from one seed by SplitMix64, which takes no call into the system for each.
struct SeededIdentifiers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// - Parameter time: Microseconds since 1970-01-01 UTC.
  mutating func next(at time: Int64) -> Identifier {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Identifier(microseconds: time, random: bits ^ (bits >> 31))
  }
}
