/// What an attribute may be called (RFC 7643 §2.1, ATTRNAME).
enum AttributeName {
  static func isValid(_ name: some StringProtocol) -> Bool {
    guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 128 else { return false }
    return name.utf8.allSatisfy { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D || $0 == 0x5F }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte.asciiLowercased >= 0x61 && byte.asciiLowercased <= 0x7A
  }
}
