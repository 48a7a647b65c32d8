extension Redaction {
  /// A URL's query without passwords: neither in a filter nor as a parameter of that name.
  ///
  /// Parameters without any are left as they came; the others are percent-encoded anew.
  public static func redactQuery(_ query: String) -> String {
    if query.isEmpty || !query.utf8Span.span.mayMentionPassword { return query }
    var parts: [String] = []
    var isInsideString = false
    for part in query.split(separator: "&", omittingEmptySubsequences: false) {
      // An `&` that was not encoded has cut a quoted password in two: the rest is secret as well.
      if isInsideString {
        parts.append(placeholder)
        if part.utf8.contains(UInt8(ascii: "\"")) { isInsideString = false }
        continue
      }
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = pair.first.map(decoded) ?? ""
      let value = pair.count > 1 ? decoded(pair[1]) : ""
      if namesPassword(name) {
        parts.append("\(name.percentEncoded)=\(placeholder)")
        continue
      }
      let redacted = isProjection(name) ? value : redactFilter(value)
      guard redacted != value else {
        parts.append(String(part))
        continue
      }
      parts.append("\(name.percentEncoded)=\(redacted.percentEncoded)")
      isInsideString = hasOpenString(value)
    }
    return parts.joined(separator: "&")
  }

  /// Parameters that list names and have no values.
  private static func isProjection(_ name: String) -> Bool {
    ["attributes", "excludedAttributes", "sortBy"].contains { name.equalsIgnoringASCIICase($0) }
  }

  private static func hasOpenString(_ text: String) -> Bool {
    var isOpen = false
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
      } else if isOpen && byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isOpen.toggle()
      }
    }
    return isOpen
  }

  /// `%XX` and `+` as in a form; a `%` without two hexadecimal digits stands for itself.
  private static func decoded(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "%"), position + 2 < bytes.count, let high = bytes[position + 1].hexDigit,
        let low = bytes[position + 2].hexDigit
      {
        result.append(high << 4 | low)
        position += 3
      } else {
        result.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension Span<UInt8> {
  /// False where no `password` stands in a query once it is decoded: neither the word nor a letter that is encoded.
  fileprivate var mayMentionPassword: Bool {
    if mentionsPassword { return true }
    var index = 0
    while index + 1 < count {
      if self[index] == UInt8(ascii: "%"), (0x34...0x37).contains(self[index + 1]) { return true }
      index += 1
    }
    return false
  }
}

extension UInt8 {
  fileprivate var hexDigit: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }
}
