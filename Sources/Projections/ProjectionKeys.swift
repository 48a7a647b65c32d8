import Crypto
import Directory
import EventLog

/// The keys of the projections' rows.
enum ProjectionKeys {
  /// What the keys of a resource type's rows start with: one byte for the standard's types; for another
  /// 255 and four bytes of its name's SHA-256, so that a key needs no list of types to be read.
  static func prefix(ofType type: String) -> [UInt8] {
    switch type {
    case "User": [1]
    case "Group": [2]
    default: [255] + SHA256.hash(data: Array(type.utf8)).prefix(4)
    }
  }

  /// The types that can be members.
  static let memberTypes = ["User", "Group"]

  static func resource(_ id: Identifier, type: String) -> [UInt8] {
    var key = prefix(ofType: type)
    key.reserveCapacity(21)
    id.append(to: &key)
    return key
  }

  /// Type, attribute and the first eight bytes of the value's SHA-256: a value of any length has a key,
  /// and what it finds is compared with the value itself.
  static func value(_ attribute: IndexedAttribute, type: String, _ value: String) -> [UInt8] {
    var key = prefix(ofType: type)
    key.reserveCapacity(30)
    key.append(attribute.rawValue)
    key.append(contentsOf: SHA256.hash(data: Array(value.utf8)).prefix(8))
    return key
  }

  static func pair(_ first: Identifier, _ second: Identifier) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(32)
    first.append(to: &key)
    second.append(to: &key)
    return key
  }

  /// The stream of a key by which imported records are found: ones, which stand behind every id that is made
  /// from a time, and 14 bytes of the key's SHA-256.
  static func importedStream(_ key: String) -> Identifier {
    var high: UInt64 = 0xFFFF
    var low: UInt64 = 0
    for (index, byte) in SHA256.hash(data: Array(key.utf8)).prefix(14).enumerated() {
      if index < 6 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
    }
    return Identifier(high: high, low: low)
  }

  static func stream(_ id: Identifier, _ position: Position) -> [UInt8] {
    var key = id.bytes
    key.append(contentsOf: position.key)
    return key
  }
}

extension Span<UInt8> {
  func starts(with prefix: [UInt8]) -> Bool {
    guard count >= prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }

  /// The identifier at this offset; nil where the key is too short, which only damage makes it.
  func identifier(at offset: Int) -> Identifier? {
    guard offset >= 0, count >= offset + 16 else { return nil }
    return Identifier(bytes: extracting(offset..<(offset + 16)))
  }

  func position(at offset: Int) -> Position? {
    guard offset >= 0, count >= offset + 8 else { return nil }
    return Position(key: extracting(offset..<(offset + 8)))
  }
}
