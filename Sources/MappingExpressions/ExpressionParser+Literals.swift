extension ExpressionParser {
  /// The name between brackets. Brackets inside are those of a SCIM path, `[emails[type eq "work"].value]`.
  mutating func attributeName() throws(ExpressionError) -> String {
    let start = index
    index += 1
    var nesting = 1
    var isQuoted = false
    while let scalar = current {
      if scalar == "\"" {
        isQuoted.toggle()
      } else if scalar == "[", !isQuoted {
        nesting += 1
      } else if scalar == "]", !isQuoted {
        nesting -= 1
        if nesting == 0 {
          let name = scalars[(start + 1)..<index].asString.trimmingWhiteSpace
          guard !name.isEmpty else { throw syntax("an attribute's name is expected between `[` and `]`") }
          index += 1
          return name
        }
      }
      index += 1
    }
    throw syntax("the `]` of this attribute is missing", at: start)
  }

  /// The text between quotes: `\"` and `\\` stand for `"` and `\`, any other backslash for itself.
  mutating func quoted() throws(ExpressionError) -> String {
    let start = index
    index += 1
    var result = String.UnicodeScalarView()
    while let scalar = current {
      index += 1
      if scalar == "\"" { return String(result) }
      if scalar == "\\", let next = current, next == "\"" || next == "\\" {
        result.append(next)
        index += 1
      } else {
        result.append(scalar)
      }
    }
    throw syntax("the closing quote of this text is missing", at: start)
  }

  /// `&HF7`
  mutating func hexadecimal() throws(ExpressionError) -> Int64 {
    let start = index
    index += 1
    guard current == "H" || current == "h" else {
      throw syntax("there is no operator `&`; Append or Join put texts together, &HF is a number", at: start)
    }
    index += 1
    let digits = index
    while let scalar = current, scalar.properties.isASCIIHexDigit { index += 1 }
    let bits = UInt64(scalars[digits..<index].asString, radix: 16)
    guard let bits else { throw syntax("one to 16 hexadecimal digits are expected after &H", at: start) }
    return Int64(bitPattern: bits)
  }

  /// An integer or a decimal fraction, with or without a sign.
  mutating func number() throws(ExpressionError) -> ExpressionValue {
    let start = index
    if current == "-" || current == "+" { index += 1 }
    let digits = index
    while current?.isASCIIDigit == true { index += 1 }
    guard index > digits else { throw syntax("digits are expected after the sign", at: start) }
    if current == "." {
      index += 1
      while current?.isASCIIDigit == true { index += 1 }
      guard let value = Double(scalars[start..<index].asString), value.isFinite else {
        throw syntax("digits are expected after the point", at: start)
      }
      return .number(value)
    }
    guard let value = Int64(scalars[start..<index].asString) else {
      throw syntax("the number is beyond 64 bits", at: start)
    }
    return .integer(value)
  }
}

extension ArraySlice<Unicode.Scalar> {
  var asString: String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: self)
    return String(result)
  }
}

extension Array<Unicode.Scalar> {
  var asString: String { self[...].asString }
}

extension Unicode.Scalar {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
  var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
