import EventLog

/// Texts one after the other, each with its length: what stands in a row's value where its key has hashes.
enum PackedNames {
  static func pack(_ names: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for name in names {
      UInt32(truncatingIfNeeded: name.utf8.count).appendBigEndian(to: &bytes)
      bytes.append(contentsOf: name.utf8)
    }
    return bytes
  }

  /// Nil unless there are exactly `count` texts.
  static func unpack(_ bytes: Span<UInt8>, from start: Int = 0, count: Int) -> [String]? {
    var names: [String] = []
    var offset = start
    for _ in 0..<count {
      guard bytes.count - offset >= 4 else { return nil }
      let length = Int(UInt32(bigEndian: bytes, at: offset))
      offset += 4
      guard bytes.count - offset >= length else { return nil }
      names.append(String(decoding: bytes.array(offset..<(offset + length)), as: UTF8.self))
      offset += length
    }
    return offset == bytes.count ? names : nil
  }
}
