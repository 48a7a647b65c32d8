import Crypto
import Directory
import EventLog

/// The keys of the projections' rows.
enum ProjectionKeys {
  /// The number of a resource type in keys; nil for a type that has no rows.
  static func code(ofType type: String) -> UInt8? {
    switch type {
    case "User": 1
    case "Group": 2
    default: nil
    }
  }

  static let types = ["User", "Group"]

  static func resource(_ id: Identifier, code: UInt8) -> [UInt8] {
    var key: [UInt8] = [code]
    key.reserveCapacity(17)
    id.append(to: &key)
    return key
  }

  /// Type, attribute and the first eight bytes of the value's SHA-256: a value of any length has a key,
  /// and what it finds is compared with the value itself.
  static func value(_ attribute: IndexedAttribute, code: UInt8, _ value: String) -> [UInt8] {
    var key: [UInt8] = [code, attribute.rawValue]
    key.reserveCapacity(26)
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
