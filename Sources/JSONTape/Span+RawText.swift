/// Pieces of a JSON text that ``RawMembers`` has found, as this package writes them.
extension Span<UInt8> {
  /// Whether `text`, which is not empty, stands at this range.
  package func spells(_ text: String, at range: Range<Int>) -> Bool {
    guard range.count == text.utf8.count else { return false }
    var index = range.lowerBound
    for byte in text.utf8 {
      if self[index] != byte { return false }
      index += 1
    }
    return true
  }

  /// What is between the quotes of a string without escapes; nil for any other value.
  package func plainText(at range: Range<Int>) -> Range<Int>? {
    guard range.count >= 2, self[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
    let text = (range.lowerBound + 1)..<(range.upperBound - 1)
    var hasEscape = false
    for index in text { hasEscape = self[index] == UInt8(ascii: "\\") || hasEscape }
    return hasEscape ? nil : text
  }

  /// A string without escapes; nil for any other value.
  package func plainString(at range: Range<Int>) -> String? {
    guard let text = plainText(at: range), let checked = try? UTF8Span(validating: extracting(text)) else {
      return nil
    }
    return String(copying: checked)
  }

  /// An integer that is not negative, of at most 18 digits; nil for any other value.
  package func plainInteger(at range: Range<Int>) -> Int64? {
    guard (1...18).contains(range.count) else { return nil }
    var number: Int64 = 0
    for index in range {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int64(digit)
    }
    return number
  }

  /// Any value, checked and read as a text of its own; nil where it is none.
  package func document(at range: Range<Int>) -> JSONNode? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for index in range { bytes.append(self[index]) }
    return (try? JSONDocument(parsing: bytes))?.root
  }
}
