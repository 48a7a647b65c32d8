extension JSONParser {
  /// An open object whose names are found by hash.
  struct LargeObject {
    /// Of the object's first word.
    let container: Int
    var names: [Int: TapeWord] = [:]
  }

  /// Objects with more members than this find duplicates by hash; up to here, by looking through them.
  private static let scannedNames = 32

  /// Notes that the innermost object has a name; `false` if it has that name already.
  @inline(__always)
  mutating func insertName(_ name: TapeWord, on tape: borrowing MutableSpan<UInt64>) -> Bool {
    let bit = bit(of: name)
    if count >= Self.scannedNames {
      guard insertIntoLargeObject(name, on: tape) else { return false }
    } else if seen & bit != 0, hasName(name, on: tape) {
      return false
    }
    seen |= bit
    count &+= 1
    return true
  }

  /// Whether the innermost object has this name among the members that are on the tape.
  private func hasName(_ name: TapeWord, on tape: borrowing MutableSpan<UInt64>) -> Bool {
    var index = innermost &+ TapeWord.containerHeader
    while index < used {
      let other = TapeWord(bits: tape[index])
      if other.mayBeSameText(as: name), namesAreEqual(other, name) { return true }
      index = endOfMember(index, on: tape)
    }
    return false
  }

  /// Where the member after this one starts on the tape.
  @inline(__always)
  private func endOfMember(_ index: Int, on tape: borrowing MutableSpan<UInt64>) -> Int {
    let value = TapeWord(bits: tape[index &+ 1])
    return value.isContainer ? value.endIndex : index &+ 2
  }

  private mutating func insertIntoLargeObject(
    _ name: TapeWord, on tape: borrowing MutableSpan<UInt64>
  ) -> Bool {
    var large: LargeObject
    if let last = largeObjects.popLast() {
      if last.container == innermost {
        large = last
      } else {
        largeObjects.append(last)
        large = LargeObject(container: innermost)
      }
    } else {
      large = LargeObject(container: innermost)
    }
    if large.names.isEmpty {
      var index = innermost &+ TapeWord.containerHeader
      while index < used {
        _ = insert(TapeWord(bits: tape[index]), into: &large)
        index = endOfMember(index, on: tape)
      }
    }
    let isNew = insert(name, into: &large)
    largeObjects.append(large)
    return isNew
  }

  private func insert(_ name: TapeWord, into large: inout LargeObject) -> Bool {
    var key = hash(of: name)
    while let other = large.names[key] {
      if namesAreEqual(other, name) { return false }
      key &+= 1
    }
    large.names[key] = name
    return true
  }

  /// One of the bits, the same for equal names, and cheap: by the length and three of the bytes.
  @inline(__always)
  private func bit(of name: TapeWord) -> UInt64 {
    // What an escape stands for is not looked into, so such a name may be any.
    guard name.kind == .string else { return JSONParser.allNames }
    let length = name.length
    guard length > 0 else { return 1 }
    let start = name.offset
    let first = UInt64(input[start])
    let middle = UInt64(input[start &+ length / 2])
    let last = UInt64(input[start &+ length &- 1])
    let text = UInt64(truncatingIfNeeded: length) &<< 24 | first &<< 16 | middle &<< 8 | last
    // Multiplied by the golden ratio, the top bits depend on all others.
    let mixed = (text &* 0x9E37_79B9_7F4A_7C15) &>> 32
    return 1 &<< ((mixed &* JSONParser.nameBits) &>> 32)
  }

  /// Seeded anew in each process, so that no input can choose names that collide.
  private func hash(of name: TapeWord) -> Int {
    if name.kind == .escapedString { return hash(of: unescaped(input, name.range).span) }
    return hash(of: input.extracting(name.range))
  }

  private func hash(of text: Span<UInt8>) -> Int {
    var hasher = Hasher()
    var word: UInt64 = 0
    for index in text.indices {
      word = word << 8 | UInt64(text[index])
      if index & 7 == 7 {
        hasher.combine(word)
        word = 0
      }
    }
    hasher.combine(word)
    hasher.combine(text.count)
    return hasher.finalize()
  }

  private func namesAreEqual(_ left: TapeWord, _ right: TapeWord) -> Bool {
    if left.kind == .string, right.kind == .string {
      guard left.length == right.length else { return false }
      let leftText = input.extracting(left.range)
      let rightText = input.extracting(right.range)
      for index in leftText.indices where leftText[index] != rightText[index] { return false }
      return true
    }
    return text(of: left) == text(of: right)
  }

  private func text(of name: TapeWord) -> [UInt8] {
    if name.kind == .escapedString { return unescaped(input, name.range) }
    return name.range.map { input[$0] }
  }
}
