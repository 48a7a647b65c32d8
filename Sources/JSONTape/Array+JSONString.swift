extension [UInt8] {
  /// Appends `text` as a JSON string. Escapes what RFC 8259 §7 requires and nothing else.
  mutating func appendJSONString(_ text: String) {
    append(UInt8(ascii: "\""))
    let utf8 = text.utf8
    // Nearly every string needs no escape, and then it is copied whole.
    if text.utf8Span.span.needsEscapeInJSON {
      for byte in utf8 { appendEscaped(byte) }
    } else {
      append(contentsOf: utf8)
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    guard byte.needsEscapeInJSON else {
      append(byte)
      return
    }
    append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    default:
      append(contentsOf: "u00".utf8)
      append(UInt8(ascii: "0") + byte >> 4)
      append((byte & 0xF).lowercaseHexadecimalDigit)
    }
  }
}

extension Span<UInt8> {
  fileprivate var needsEscapeInJSON: Bool {
    // Without an early end, so that many bytes are looked at in one step.
    var found = false
    for index in indices { found = self[index].needsEscapeInJSON || found }
    return found
  }
}

extension UInt8 {
  /// Control characters, the quote and the backslash (RFC 8259 §7).
  fileprivate var needsEscapeInJSON: Bool {
    self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
  }

  /// The ASCII of a value below 16.
  fileprivate var lowercaseHexadecimalDigit: UInt8 {
    self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") + (self - 10)
  }
}
