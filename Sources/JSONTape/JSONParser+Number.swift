extension JSONParser {
  /// Reads the number at `position` (RFC 8259 §6).
  mutating func readNumber() throws(JSONError) -> TapeWord {
    let start = position
    if input[position] == UInt8(ascii: "-") { position += 1 }
    let leading = position
    try readDigits()
    if input[leading] == UInt8(ascii: "0"), position > leading + 1 {
      throw JSONError(code: .invalidNumber, offset: leading)
    }
    if position < input.count, input[position] == UInt8(ascii: ".") {
      position += 1
      try readDigits()
    }
    if position < input.count, input[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < input.count, input[position] == UInt8(ascii: "+") || input[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      try readDigits()
    }
    guard position - start <= limits.numberLength else {
      throw JSONError(code: .numberTooLong(limit: limits.numberLength), offset: start)
    }
    return TapeWord(.number, offset: start, length: position - start)
  }

  /// Steps over one or more digits.
  private mutating func readDigits() throws(JSONError) {
    guard position < input.count else { throw failure(.unexpectedEnd) }
    guard input[position] &- UInt8(ascii: "0") < 10 else { throw failure(.invalidNumber) }
    repeat {
      position += 1
    } while position < input.count && input[position] &- UInt8(ascii: "0") < 10
  }
}
