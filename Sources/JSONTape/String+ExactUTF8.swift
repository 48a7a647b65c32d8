extension String {
  /// Whether both have the same code units (RFC 8259 §8.3), where `==` is Unicode canonical equivalence.
  func hasSameUTF8(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let (left, right) = (utf8Span.span, other.utf8Span.span)
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  /// Hashes what `hasSameUTF8(as:)` compares. By the string's own hash, equivalent strings would all collide,
  /// and there can be very many of them.
  func hashUTF8(into hasher: inout Hasher) {
    for byte in utf8 { hasher.combine(byte) }
    hasher.combine(utf8.count)
  }

  /// The same as `hasSameUTF8(as:)` without regard to the case of ASCII letters.
  func hasSameUTF8IgnoringASCIICase(as other: String) -> Bool {
    utf8.count == other.utf8.count
      && utf8.elementsEqual(other.utf8) { $0.lowercasedASCII == $1.lowercasedASCII }
  }
}

extension UInt8 {
  var lowercasedASCII: UInt8 {
    self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
  }
}
