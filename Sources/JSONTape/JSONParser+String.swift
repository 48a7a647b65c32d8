extension JSONParser {
  /// Reads the string whose quote is at `position` (RFC 8259 §7), checking escapes and UTF-8 (RFC 3629).
  @inline(__always)
  mutating func readString() throws(JSONError) -> TapeWord {
    let start = position &+ 1
    position = endOfPlainText(from: start)
    guard position < input.count, input[position] == UInt8(ascii: "\"") else {
      return try readRest(from: start)
    }
    let word = TapeWord(.string, offset: start, length: position &- start)
    position &+= 1
    return word
  }

  /// Reads on in a string that has more than plain text, or has no end.
  private mutating func readRest(from start: Int) throws(JSONError) -> TapeWord {
    var kind = TapeWord.Kind.string
    while true {
      guard position < input.count else { throw failure(.unexpectedEnd) }
      let byte = input[position]
      if byte == UInt8(ascii: "\"") {
        let word = TapeWord(kind, offset: start, length: position - start)
        position += 1
        return word
      } else if byte == UInt8(ascii: "\\") {
        kind = .escapedString
        try skipEscape()
      } else if byte < 0x20 {
        throw failure(.controlCharacter)
      } else {
        position += try lengthOfMultibyteCharacter()
      }
      position = endOfPlainText(from: position)
    }
  }

  /// The first place at or after `start` that is not plain ASCII text: a quote, a backslash, a control
  /// character, a byte above 0x7F, or the end.
  @inline(__always)
  private func endOfPlainText(from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    var index = start
    // Eight bytes at a time: each term raises the top bit of the bytes it is about. A borrow may raise more
    // above the first such byte, never below it.
    while index &+ 8 <= input.count {
      let chunk = eightBytes(at: index)
      let quotes = chunk ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let backslashes = chunk ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let controls = (chunk &- ones &* 0x20) & ~chunk
      let special = chunk | controls | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
      if special & tops != 0 { return index &+ (special & tops).trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < input.count {
      let byte = input[index]
      guard byte &- 0x20 < 0x60, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
      index &+= 1
    }
    return index
  }

  /// The eight bytes from `index`, the first one lowest.
  @inline(__always)
  func eightBytes(at index: Int) -> UInt64 {
    let bytes = input.extracting(index..<(index &+ 8))
    let low = UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | UInt64(bytes[3]) << 24
    let high = UInt64(bytes[4]) | UInt64(bytes[5]) << 8 | UInt64(bytes[6]) << 16 | UInt64(bytes[7]) << 24
    return low | high << 32
  }

  /// Steps over the escape whose backslash is at `position`.
  private mutating func skipEscape() throws(JSONError) {
    let start = position
    guard start + 1 < input.count else {
      position = input.count
      throw failure(.unexpectedEnd)
    }
    switch input[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      let unit = try readCodeUnit()
      if unit & 0xF800 == 0xD800 {
        guard unit < 0xDC00, position + 1 < input.count, input[position] == UInt8(ascii: "\\"),
          input[position + 1] == UInt8(ascii: "u"), try readCodeUnit() & 0xFC00 == 0xDC00
        else { throw JSONError(code: .loneSurrogate, offset: start) }
      }
    default:
      throw failure(.invalidEscape)
    }
  }

  /// Reads the `\u` escape at `position`.
  private mutating func readCodeUnit() throws(JSONError) -> UInt16 {
    let start = position
    var unit: UInt16 = 0
    for index in (start + 2)..<(start + 6) {
      guard index < input.count else {
        position = input.count
        throw failure(.unexpectedEnd)
      }
      guard let digit = input[index].hexadecimalDigit else {
        throw JSONError(code: .invalidEscape, offset: start)
      }
      unit = unit << 4 | UInt16(digit)
    }
    position = start + 6
    return unit
  }

  /// The length of the character at `position`, whose first byte is above 0x7F (RFC 3629 §4).
  private func lengthOfMultibyteCharacter() throws(JSONError) -> Int {
    let first = input[position]
    let length: Int
    // The second byte's range is what keeps overlong forms, surrogates and too high code points out.
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { second = 0xA0...0xBF } else if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { second = 0x90...0xBF } else if first == 0xF4 { second = 0x80...0x8F }
    default: throw failure(.invalidUTF8)
    }
    guard position + length <= input.count, second.contains(input[position + 1]) else {
      throw failure(.invalidUTF8)
    }
    for index in (position + 2)..<(position + length) where input[index] & 0xC0 != 0x80 {
      throw failure(.invalidUTF8)
    }
    return length
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit in ASCII.
  var hexadecimalDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
