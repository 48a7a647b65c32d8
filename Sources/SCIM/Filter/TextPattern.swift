/// The text that a filter looks for, prepared so that one comparison is linear in both texts.
///
/// Text is compared by its UTF-8; where case is of no matter (`caseExact` false, RFC 7643 §2.2) after
/// lowercasing by Unicode.
struct TextPattern: Sendable {
  let text: String
  let caseExact: Bool
  private let bytes: [UInt8]
  /// For each length of a matched beginning, how much of it can still stand after a mismatch.
  private let fallbacks: [Int]

  init(_ text: String, caseExact: Bool) {
    self.text = text
    self.caseExact = caseExact
    bytes = Self.bytes(of: text, caseExact: caseExact)
    fallbacks = Self.fallbacks(of: bytes)
  }

  func holds(_ comparison: Filter.Operator, for value: String) -> Bool {
    if comparison == .equal && equalsFast(value) { return true }
    let value = Self.bytes(of: value, caseExact: caseExact)
    return switch comparison {
    case .equal: value == bytes
    case .notEqual: value != bytes
    case .contains: isContained(in: value)
    case .startsWith: value.starts(with: bytes)
    case .endsWith: value.suffix(bytes.count) == bytes[...]
    case .greaterThan: bytes.lexicographicallyPrecedes(value)
    case .greaterThanOrEqual: !value.lexicographicallyPrecedes(bytes)
    case .lessThan: value.lexicographicallyPrecedes(bytes)
    case .lessThanOrEqual: !bytes.lexicographicallyPrecedes(value)
    }
  }

  /// Without a copy where ASCII decides; false means only that it did not.
  private func equalsFast(_ value: String) -> Bool {
    caseExact ? value.utf8.elementsEqual(text.utf8) : value.equalsIgnoringASCIICase(text)
  }

  private static func bytes(of text: String, caseExact: Bool) -> [UInt8] {
    if caseExact { return Array(text.utf8) }
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.map(\.asciiLowercased) }
    return Array(CaselessValue.fold(text).utf8)
  }

  private static func fallbacks(of bytes: [UInt8]) -> [Int] {
    var fallbacks = [0]
    var matched = 0
    for byte in bytes.dropFirst() {
      while matched > 0 && bytes[matched] != byte { matched = fallbacks[matched - 1] }
      if bytes[matched] == byte { matched += 1 }
      fallbacks.append(matched)
    }
    return fallbacks
  }

  private func isContained(in value: [UInt8]) -> Bool {
    guard !bytes.isEmpty else { return true }
    var matched = 0
    for byte in value {
      while matched > 0 && bytes[matched] != byte { matched = fallbacks[matched - 1] }
      if bytes[matched] == byte { matched += 1 }
      if matched == bytes.count { return true }
    }
    return false
  }
}
