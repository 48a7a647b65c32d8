import EventLog

/// Which resource of another server stands for which recorded one.
struct LiveIdentifiers {
  /// By the recorded id.
  private var theirs: [Identifier: String] = [:]
  private var recorded: [String: String] = [:]

  func knows(_ id: Identifier) -> Bool { theirs[id] != nil }

  mutating func pair(_ id: Identifier, with other: String) {
    if let old = theirs[id] { recorded[old] = nil }
    theirs[id] = other
    recorded[other] = id.description
  }

  /// The recorded id of a resource of the other server; its own where it stands for none.
  func recordedName(of other: String) -> String { recorded[other] ?? other }

  /// A text of a recorded request with the other server's ids in it.
  func translated(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var copied = 0
    LiveIdentifiers.forEach(in: bytes) { id, start in
      guard let other = theirs[id] else { return }
      result += bytes[copied..<start]
      result += other.utf8
      copied = start + LiveIdentifiers.length
    }
    return String(decoding: result + bytes[copied...], as: UTF8.self)
  }

  /// The ids in a text, such as a path or a body.
  static func identifiers(in text: String) -> [Identifier] {
    var found: [Identifier] = []
    var seen: Set<Identifier> = []
    forEach(in: Array(text.utf8)) { id, _ in
      if seen.insert(id).inserted { found.append(id) }
    }
    return found
  }

  private static let length = 36
  private static let hyphen = UInt8(ascii: "-")

  /// Gives each id of 36 characters and where it starts.
  private static func forEach(in bytes: [UInt8], _ body: (Identifier, Int) -> Void) {
    var start = 0
    while start + length <= bytes.count {
      guard bytes[start + 8] == hyphen, bytes[start + 13] == hyphen, bytes[start + 18] == hyphen,
        bytes[start + 23] == hyphen,
        let id = Identifier(String(decoding: bytes[start..<start + length], as: UTF8.self))
      else {
        start += 1
        continue
      }
      body(id, start)
      start += length
    }
  }
}
