/// The UTF-8 of a string's text with its escapes resolved (RFC 8259 §7).
///
/// `range` is the text between the quotes and has been checked by the parser.
func unescaped(_ input: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
  var output: [UInt8] = []
  output.reserveCapacity(range.count)
  let text = input.extracting(range)
  var index = 0
  while index < text.count {
    let byte = text[index]
    index += 1
    guard byte == UInt8(ascii: "\\"), index < text.count else {
      output.append(byte)
      continue
    }
    let escape = text[index]
    index += 1
    switch escape {
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"):
      var scalar = codeUnit(text, at: index)
      index += 4
      if scalar & 0xF800 == 0xD800 {
        scalar = 0x10000 + (scalar & 0x3FF) << 10 + codeUnit(text, at: index + 2) & 0x3FF
        index += 6
      }
      output.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
    default: output.append(escape)
    }
  }
  return output
}

/// The four hexadecimal digits at `start`.
private func codeUnit(_ text: Span<UInt8>, at start: Int) -> UInt32 {
  var unit: UInt32 = 0
  for index in start..<(start + 4) where index < text.count {
    unit = unit << 4 | UInt32(text[index].hexadecimalDigit ?? 0)
  }
  return unit
}
