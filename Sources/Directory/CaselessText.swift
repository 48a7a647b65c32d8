import JSONTape
import SCIM

/// Indexed texts as ``CaselessValue`` folds them, without a string for most.
enum CaselessText {
  /// - Parameter isExact: Whether letter case is kept.
  static func append(
    _ body: [UInt8], _ text: PlainReader.Text, isExact: Bool, to bytes: inout [UInt8]
  ) {
    if text.isEscaped {
      let value = JSONTapeRoom.unescape(body.span, text.range)
      bytes += isExact ? value : Array(CaselessValue.fold(String(decoding: value, as: UTF8.self)).utf8)
      return
    }
    if isExact {
      bytes += body[text.range]
      return
    }
    let start = bytes.count
    var index = text.range.lowerBound
    let end = text.range.upperBound
    while index < end {
      let byte = body[index]
      if byte < 0x80 {
        bytes.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        index += 1
      } else if byte < 0xE0, index + 1 < end,
        let folded = simple[Int(byte & 0x1F) << 6 | Int(body[index + 1] & 0x3F)]
      {
        bytes.append(folded.0)
        bytes.append(folded.1)
        index += 2
      } else if byte >= 0xE4, byte < 0xE9, index + 2 < end {
        // CJK ideographs from U+4000 to U+8FFF have neither case nor compositions.
        bytes += body[index..<(index + 3)]
        index += 3
      } else {
        bytes.removeLast(bytes.count - start)
        bytes += Array(CaselessValue.fold(String(decoding: body[text.range], as: UTF8.self)).utf8)
        return
      }
    }
  }

  /// The characters of two bytes that fold to two bytes whatever is beside them: letters of the Latin, Greek and
  /// Cyrillic scripts without marks that combine, and without sigma, whose small form depends on its place.
  private static let simple: [(UInt8, UInt8)?] = (0..<0x800).map { value in
    guard let scalar = Unicode.Scalar(UInt32(value)), isLetter(UInt32(value)) else { return nil }
    let folded = Array(CaselessValue.fold(String(Character(scalar))).utf8)
    return folded.count == 2 ? (folded[0], folded[1]) : nil
  }

  private static func isLetter(_ value: UInt32) -> Bool {
    switch value {
    case 0xC0...0x24F, 0x391...0x3A1, 0x3A4...0x3C1, 0x3C4...0x3CE, 0x400...0x481, 0x48A...0x52F: true
    default: false
    }
  }
}
