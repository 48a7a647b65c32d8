extension String {
  /// The text with everything escaped that a terminal would act on instead of showing.
  ///
  /// What stands in a directory was written by others: an escape sequence or a bidirectional override in a
  /// display name must not be able to rewrite what the reader sees.
  var visible: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var text = ""
    text.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.isActedOn:
        text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// JSON text in which such scalars are written as `\u` escapes, so that it stays the same JSON.
  ///
  /// RFC 8259 §7 requires escapes for the C0 controls alone.
  var visibleJSON: String {
    guard unicodeScalars.contains(where: { $0.isActedOn && $0 != "\n" }) else { return self }
    var text = ""
    text.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      if scalar.isActedOn, scalar != "\n" {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        }
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Controls, and format characters that move or hide other text; joiners inside words and emoji are not.
  fileprivate var isActedOn: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F: true
    case 0x200B, 0x200E, 0x200F, 0x061C, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}
