import Crypto
import EventLog
import Provisioning

/// Keys of the job's tables; JOB_LEDGER_FORMAT.md gives their layout.
enum JobKeys {
  /// A name of at most this many bytes stands in a key as it is.
  static let longestName = 100
  /// In front of a name's hash. No UTF-8 text starts with it.
  static let hashMark: UInt8 = 0xFF

  static func isPlain(_ name: String) -> Bool {
    let bytes = name.utf8Span.span
    guard bytes.count <= longestName else { return false }
    for index in bytes.indices where bytes[index] == 0 { return false }
    return true
  }

  /// Appends a name so that no other name's bytes begin with it: ended by a zero byte, or hashed where it is
  /// long or has one.
  static func append(_ name: String, to key: inout [UInt8]) {
    if isPlain(name) {
      key.append(contentsOf: name.utf8)
      key.append(0)
    } else {
      key.append(hashMark)
      key.append(contentsOf: SHA256.hash(data: Array(name.utf8)))
    }
  }

  static func names(_ names: String...) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(names.reduce(0) { $0 + $1.utf8.count + 1 })
    for name in names { append(name, to: &key) }
    return key
  }

  static func object(_ key: SourceKey) -> [UInt8] { names(key.type, key.id) }

  static func reference(_ object: [UInt8], _ attribute: String, _ id: String) -> [UInt8] {
    var key = object
    append(attribute, to: &key)
    append(id, to: &key)
    return key
  }

  static func referrer(_ id: String, _ object: [UInt8], _ attribute: String) -> [UInt8] {
    var key = names(id)
    key.append(contentsOf: object)
    append(attribute, to: &key)
    return key
  }

  /// Times sort by their bytes, those before 1970 too.
  static func time(_ microseconds: Int64) -> [UInt8] {
    (UInt64(bitPattern: microseconds) ^ (1 << 63)).bigEndianBytes
  }

  static func changeEvent(_ change: Identifier, _ position: Position) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(24)
    change.append(to: &key)
    position.rawValue.appendBigEndian(to: &key)
    return key
  }

  /// The least key above all that begin with this one; nil where there is none.
  static func end(of prefix: [UInt8]) -> [UInt8]? {
    var end = prefix
    while let last = end.popLast() {
      if last < 0xFF {
        end.append(last + 1)
        return end
      }
    }
    return nil
  }

  /// Reads the plain name that starts at `offset` and moves past it; nil for a hashed one or what is no name.
  static func plainName(in key: Span<UInt8>, at offset: inout Int) -> String? {
    guard offset < key.count else { return nil }
    if key[offset] == hashMark {
      offset += 1 + SHA256.byteCount
      return nil
    }
    let start = offset
    while offset < key.count, key[offset] != 0 { offset += 1 }
    let name = String(decoding: key.array(start..<offset), as: UTF8.self)
    offset += 1
    return name
  }
}

extension Span<UInt8> {
  func begins(with prefix: [UInt8]) -> Bool {
    guard count >= prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }

  /// Whether these bytes sort before a key.
  func precedes(_ key: [UInt8]) -> Bool { array.lexicographicallyPrecedes(key) }
}
