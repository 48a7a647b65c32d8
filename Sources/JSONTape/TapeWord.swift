/// One word of the tape.
///
/// A scalar or a name is one word: its kind in the top 4 bits, then 28 bits of length and 32 of offset, in
/// bytes. A container is two words followed by its contents. The first holds, in place of the length, the
/// index of the word after its contents; the second holds how many elements or members there are and the
/// offset just after the closing bracket. In an object every value follows its name's word.
struct TapeWord {
  enum Kind: UInt64 {
    case null, `true`, `false`, number, string, escapedString, array, object
  }

  /// The words a container takes before its contents.
  static let containerHeader = 2

  let bits: UInt64

  init(bits: UInt64) {
    self.bits = bits
  }

  init(_ kind: Kind, offset: Int, length: Int) {
    bits = kind.rawValue << 60 | UInt64(truncatingIfNeeded: length) << 32 | UInt64(truncatingIfNeeded: offset)
  }

  /// The second word of a container.
  init(containerEnd offset: Int, count: Int) {
    bits = UInt64(truncatingIfNeeded: count) << 32 | UInt64(truncatingIfNeeded: offset)
  }

  var kind: Kind { Kind(rawValue: bits >> 60) ?? .null }
  var isObject: Bool { bits >> 60 == Kind.object.rawValue }
  var isEscapedString: Bool { bits >> 60 == Kind.escapedString.rawValue }
  var isContainer: Bool { bits >> 60 >= Kind.array.rawValue }
  /// Where the value starts; for strings, after the quote.
  var offset: Int { Int(bits & 0xFFFF_FFFF) }
  /// Bytes of the text; for strings, without the quotes.
  var length: Int { Int(bits >> 32 & 0xFFF_FFFF) }
  /// Of a container's first word: the index of the word after its contents.
  var endIndex: Int { length }
  /// Of a container's second word: its elements or members.
  var count: Int { length }
  var range: Range<Int> { offset..<(offset + length) }

  /// Of two strings or names: false where their kinds and lengths tell them apart already.
  func mayBeSameText(as other: TapeWord) -> Bool {
    bits >> 32 == other.bits >> 32 || isEscapedString || other.isEscapedString
  }
}
