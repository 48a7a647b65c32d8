extension DemoDirectory {
  /// The object identifier of the employee with this number.
  static func objectID(ofEmployee number: some StringProtocol) -> String {
    objectID(named: "employee/\(number)")
  }

  /// The object identifier of the group with this name.
  static func objectID(ofGroup displayName: String) -> String {
    objectID(named: "group/\(displayName)")
  }

  /// A UUID of version 8 (RFC 9562 §5.8) that depends on the name alone, so that two runs of the demo
  /// provision the same objects.
  private static func objectID(named name: String) -> String {
    // FNV-1a gathers the name, the SplitMix64 finaliser spreads it over both halves.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    let upper = mixed(hash) & 0xffff_ffff_ffff_0fff | 0x0000_0000_0000_8000
    let lower = mixed(hash &+ 0x9e37_79b9_7f4a_7c15) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
    return [
      hexadecimal(upper >> 32, digits: 8),
      hexadecimal(upper >> 16 & 0xffff, digits: 4),
      hexadecimal(upper & 0xffff, digits: 4),
      hexadecimal(lower >> 48, digits: 4),
      hexadecimal(lower & 0xffff_ffff_ffff, digits: 12),
    ].joined(separator: "-")
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  private static func hexadecimal(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits &- text.utf8.count)) + text
  }
}
