/// One word of the tape.
///
/// A scalar or a name is one word: its kind in the top 4 bits, then 28 bits of length and 32 of offset, in
/// bytes. A container is two words followed by its contents. The first holds, in place of the length, the
/// index of the word after its contents; the second holds how many elements or members there are and the
/// offset just after the closing bracket. In an object every value follows its name's word.
package struct TapeWord {
  package enum Kind: UInt64 {
    case null, `true`, `false`, number, string, escapedString, array, object
  }

  /// The words a container takes before its contents.
  @inlinable package static var containerHeader: Int { 2 }

  package let bits: UInt64

  @inlinable package init(bits: UInt64) {
    self.bits = bits
  }

  init(_ kind: Kind, offset: Int, length: Int) {
    bits = kind.rawValue << 60 | UInt64(truncatingIfNeeded: length) << 32 | UInt64(truncatingIfNeeded: offset)
  }

  /// The second word of a container.
  init(containerEnd offset: Int, count: Int) {
    bits = UInt64(truncatingIfNeeded: count) << 32 | UInt64(truncatingIfNeeded: offset)
  }

  /// Kinds by their numbers, so that other modules ask without a call.
  @inlinable package var isTrue: Bool { bits >> 60 == 1 }
  @inlinable package var isBoolean: Bool { bits >> 60 == 1 || bits >> 60 == 2 }
  @inlinable package var isPlainString: Bool { bits >> 60 == 4 }
  @inlinable package var isEscapedString: Bool { bits >> 60 == 5 }
  @inlinable package var isArray: Bool { bits >> 60 == 6 }
  @inlinable package var isObject: Bool { bits >> 60 == 7 }

  @inlinable package var isContainer: Bool { bits >> 60 >= 6 }

  @inlinable package var kind: Kind { Kind(rawValue: bits >> 60) ?? .null }
  /// Where the value starts; for strings, after the quote.
  @inlinable package var offset: Int { Int(bits & 0xFFFF_FFFF) }
  /// Bytes of the text; for strings, without the quotes.
  @inlinable package var length: Int { Int(bits >> 32 & 0xFFF_FFFF) }
  /// Of a container's first word: the index of the word after its contents.
  @inlinable package var endIndex: Int { length }
  /// Of a container's second word: its elements or members.
  @inlinable package var count: Int { length }
  @inlinable package var range: Range<Int> { offset..<(offset + length) }

  /// Of two strings or names: false where their kinds and lengths tell them apart already.
  func mayBeSameText(as other: TapeWord) -> Bool {
    bits >> 32 == other.bits >> 32 || isEscapedString || other.isEscapedString
  }
}
