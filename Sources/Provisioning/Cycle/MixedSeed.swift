/// Seeds that follow from one another, so that a replay draws what the cycle drew.
public enum MixedSeed {
  /// The seed of one object in a cycle.
  ///
  /// FNV-1a over the key, then SplitMix64's finalizer: neighbours get unlike seeds.
  public static func seed(of key: SourceKey, in cycle: UInt64) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ cycle
    for byte in key.type.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    for byte in key.id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}
