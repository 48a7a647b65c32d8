extension JSONTapeRoom {
  /// Whether the text that was read is as ``JSONValue/serialized()`` would write it: without white space between its
  /// values and with the escapes that are needed, so that it need not be written anew.
  ///
  /// - Parameter text: What was read.
  /// - Returns: False also for a text with an escape that may or may not be needed.
  package func isCompact(_ text: Span<UInt8>) -> Bool {
    var length = 0
    var containers = 0
    var index = 0
    while index < used {
      let word = TapeWord(bits: tape[index])
      switch word.kind {
      case .array, .object:
        let count = TapeWord(bits: tape[index + 1]).count
        // Two brackets; in an array a comma before each element but the first, in an object also a colon each.
        length += 2 + max(count - 1, 0) + (word.kind == .object ? count : 0)
        containers += 1
        index += TapeWord.containerHeader
        continue
      case .string: length += word.length + 2
      case .escapedString:
        guard Self.needsItsEscapes(text, word.range) else { return false }
        length += word.length + 2
      case .null, .true, .false, .number: length += word.length
      }
      index += 1
    }
    return length == text.count
  }

  private static func needsItsEscapes(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      if text[index] == UInt8(ascii: "\\") {
        index += 1
        guard index < range.upperBound else { return false }
        switch text[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
          UInt8(ascii: "r"), UInt8(ascii: "t"):
          break
        default: return false
        }
      }
      index += 1
    }
    return true
  }
}
