extension Redaction {
  /// A filter or PATCH path without the values that are compared with a password.
  ///
  /// It reads more than the grammar allows, so that a filter that is refused is covered too: after a
  /// name that says password, a string counts as the value, or else all up to the next `and` or `or`.
  static func redactFilter(_ text: String) -> String {
    guard text.utf8Span.span.mentionsPassword else { return text }
    var scanner = FilterRedactor(bytes: Array(text.utf8))
    scanner.run()
    return String(decoding: scanner.output, as: UTF8.self)
  }
}

private struct FilterRedactor {
  let bytes: [UInt8]
  var position = 0
  var output: [UInt8] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func run() {
    while let byte = next {
      if byte == UInt8(ascii: "\"") {
        output += quoted()
      } else if byte.isWordCharacter {
        let word = word()
        output += word
        if Redaction.namesPassword(String(decoding: word, as: UTF8.self)) { redactComparison() }
      } else {
        output.append(byte)
        position += 1
      }
    }
  }

  /// After a name that says password: a bracket, or an operator and its value.
  private mutating func redactComparison() {
    if next == UInt8(ascii: "[") {
      output.append(UInt8(ascii: "["))
      position += 1
      return replace { $0.skipBracketContent() }
    }
    copySpaces()
    let start = position
    let word = word()
    if isAfterValue, ["pr", "and", "or"].contains(where: { word.spells($0) }) {
      output += word
      return
    }
    if Self.operators.contains(where: { word.spells($0) }) {
      output += word
      copySpaces()
    } else {
      position = start
      if next != nil, output.last != UInt8(ascii: " ") { output.append(UInt8(ascii: " ")) }
    }
    replace { $0.skipValue() }
  }

  private static let operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"]

  /// Writes the placeholder for what `skip` skips.
  private mutating func replace(_ skip: (inout FilterRedactor) -> Void) {
    let start = position
    skip(&self)
    if position > start { output += Array(Redaction.placeholder.utf8) }
  }

  private mutating func skipValue() {
    if next == UInt8(ascii: "\"") {
      _ = quoted()
      if isAfterValue { return }
    }
    while next != nil, !isBeforeConnective { skipOne() }
  }

  /// Up to the bracket that closes the value path; brackets within are counted.
  private mutating func skipBracketContent() {
    var depth = 0
    while let byte = next {
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") {
        var ahead = self
        ahead.position += 1
        if depth == 0 && (ahead.isAfterValue || ahead.next == UInt8(ascii: ".")) { return }
        depth -= depth > 0 ? 1 : 0
      }
      skipOne()
    }
  }

  private mutating func skipOne() {
    if next == UInt8(ascii: "\"") {
      _ = quoted()
    } else {
      position += 1
    }
  }

  /// Whether what may follow a value follows: a space, a closing bracket or the end.
  private var isAfterValue: Bool {
    switch next {
    case nil, UInt8(ascii: " "), UInt8(ascii: ")"), UInt8(ascii: "]"): true
    default: false
    }
  }

  /// Whether `and` or `or` follows after spaces, or nothing.
  private var isBeforeConnective: Bool {
    guard next == UInt8(ascii: " ") else { return false }
    var ahead = self
    ahead.skipSpaces()
    let word = ahead.word()
    return word.isEmpty ? ahead.next == nil : word.spells("and") || word.spells("or")
  }

  /// A string with its quotes; one without an end runs to the end of the text.
  private mutating func quoted() -> [UInt8] {
    let start = position
    position += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    position = min(position + 1, bytes.count)
    return Array(bytes[start..<position])
  }

  private mutating func word() -> [UInt8] {
    let start = position
    while let byte = next, byte.isWordCharacter { position += 1 }
    return Array(bytes[start..<position])
  }

  private mutating func copySpaces() {
    let start = position
    skipSpaces()
    output += bytes[start..<position]
  }

  private mutating func skipSpaces() {
    while next == UInt8(ascii: " ") { position += 1 }
  }
}

extension UInt8 {
  /// What an attribute path has between brackets and spaces.
  fileprivate var isWordCharacter: Bool {
    isNamePart || self == UInt8(ascii: ".") || self == UInt8(ascii: ":")
  }
}

extension [UInt8] {
  fileprivate func spells(_ word: String) -> Bool {
    count == word.utf8.count && zip(self, word.utf8).allSatisfy { $0.asciiLowercased == $1 }
  }
}

extension Span<UInt8> {
  /// Whether the word stands in a text, in any letter case.
  var mentionsPassword: Bool {
    let word = "password".utf8Span.span
    guard count >= word.count else { return false }
    var start = 0
    while start <= count - word.count {
      var length = 0
      while length < word.count, self[start + length].asciiLowercased == word[length] { length += 1 }
      if length == word.count { return true }
      start += 1
    }
    return false
  }
}
