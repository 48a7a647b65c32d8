extension JSONParser {
  /// Objects with more members than this find duplicates by hash; up to here, by comparing fingerprints.
  private static let scannedNames = 32

  /// Adds a name to the innermost object; `false` if it has that name already.
  mutating func insertName(_ name: TapeWord) -> Bool {
    guard let count = innermost?.count, let first = innermost?.firstName else { return true }
    if count < Self.scannedNames {
      let fingerprint = fingerprint(of: name)
      for index in first..<names.count
      where fingerprints[index] == fingerprint && namesAreEqual(names[index], name) {
        return false
      }
      names.append(name)
      fingerprints.append(fingerprint)
    } else {
      if count == Self.scannedNames {
        innermost?.nameWords = [:]
        for index in first..<names.count { _ = insertIntoHashTable(names[index]) }
      }
      guard insertIntoHashTable(name) else { return false }
    }
    innermost?.count += 1
    return true
  }

  private mutating func insertIntoHashTable(_ name: TapeWord) -> Bool {
    var key = hash(of: name)
    while let other = innermost?.nameWords?[key] {
      if namesAreEqual(other, name) { return false }
      key &+= 1
    }
    innermost?.nameWords?[key] = name
    return true
  }

  /// Equal for equal names, and cheap: the length and three of the bytes.
  private func fingerprint(of name: TapeWord) -> UInt32 {
    if name.kind == .escapedString { return fingerprint(of: unescaped(input, name.range).span) }
    return fingerprint(of: input.extracting(name.range))
  }

  private func fingerprint(of text: Span<UInt8>) -> UInt32 {
    let length = text.count
    guard length > 0 else { return 0 }
    return UInt32(truncatingIfNeeded: length) << 24 | UInt32(text[0]) << 16 | UInt32(text[length / 2]) << 8
      | UInt32(text[length - 1])
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
