/// What is wrong with the text of a filter or path, and where. It never repeats the text: a filter's
/// values can be personal data.
struct FilterSyntaxError: Error {
  /// In bytes from the start.
  var offset: Int
  var expectation: String
  /// Whether the error is inside the brackets of a value path.
  var isInsideBrackets = false

  func description(in text: String, called name: String) -> String {
    let characters = String(decoding: text.utf8.prefix(offset), as: UTF8.self).count
    return "The \(name) is not valid at offset \(characters): \(expectation) (RFC 7644 §3.4.2.2)"
  }
}

/// Reads the tokens that filters and PATCH paths are made of.
struct FilterScanner {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position >= bytes.count }

  var current: UInt8? { byte(at: position) }

  func byte(at index: Int) -> UInt8? {
    bytes.indices.contains(index) ? bytes[index] : nil
  }

  func failure(_ expectation: String, at offset: Int? = nil) -> FilterSyntaxError {
    FilterSyntaxError(offset: offset ?? position, expectation: expectation)
  }

  mutating func skipSpaces() {
    while current == .space { position += 1 }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  /// Skips a word of letters, in any case, that ends where a word can end.
  mutating func skipWord(_ word: String) -> Bool {
    let letters = word.utf8
    let end = position + letters.count
    guard end <= bytes.count,
      zip(bytes[position..<end], letters).allSatisfy({ $0.asciiLowercased == $1 }),
      byte(at: end).map({ $0 == .space || $0 == .leftParenthesis }) ?? true
    else { return false }
    position = end
    return true
  }

  /// Whether `not` and the parenthesis of its filter follow; if so, both are skipped.
  mutating func skipNegation() -> Bool {
    let start = position
    guard skipWord("not") else { return false }
    skipSpaces()
    if skip(.leftParenthesis) { return true }
    position = start
    return false
  }

  /// The bytes up to the next space, parenthesis or bracket.
  mutating func token() -> ArraySlice<UInt8> {
    let start = position
    while let next = current, !next.endsToken { position += 1 }
    return bytes[start..<position]
  }

  mutating func attributePath() throws(FilterSyntaxError) -> AttributePath {
    let start = position
    let token = token()
    guard !token.isEmpty else {
      throw failure("expected an attribute's name", at: start)
    }
    guard let colon = token.lastIndex(of: .colon) else {
      let (name, subName) = try names(token)
      return AttributePath(name: name, subName: subName)
    }
    let schema = token[..<colon]
    guard schema.contains(.colon), schema.first?.isASCIILetter == true else {
      throw failure("expected a schema URI such as urn:example:1.0:User before the attribute", at: start)
    }
    let (name, subName) = try names(token[(colon + 1)...])
    return AttributePath(schema: String(decoding: schema, as: UTF8.self), name: name, subName: subName)
  }

  /// A sub-attribute's name after the dot that follows a value path.
  mutating func subAttributeName() throws(FilterSyntaxError) -> String {
    let token = token()
    return try name(token)
  }

  private func names(_ token: ArraySlice<UInt8>) throws(FilterSyntaxError) -> (String, String?) {
    guard let dot = token.firstIndex(of: .dot) else { return (try name(token), nil) }
    return (try name(token[..<dot]), try name(token[(dot + 1)...]))
  }

  private func name(_ token: ArraySlice<UInt8>) throws(FilterSyntaxError) -> String {
    guard let first = token.first, first.isASCIILetter || first == .dollar else {
      throw failure("expected an attribute's name, which begins with a letter", at: token.startIndex)
    }
    if let wrong = token.firstIndex(where: { !$0.isNameCharacter }) {
      throw failure(
        token[wrong] == .dot
          ? "a path has an attribute and at most one sub-attribute"
          : "an attribute's name has letters, digits, '-', '_' and '$'", at: wrong)
    }
    return String(decoding: token, as: UTF8.self)
  }

  /// The letters of an operator.
  mutating func letters() -> String {
    let start = position
    while let next = current, next.isASCIILetter { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A JSON string with its quotes, escapes not yet read; nil if it does not end.
  mutating func quotedString() -> [UInt8]? {
    let start = position
    position += 1
    while let next = current {
      position += 1
      if next == .backslash {
        position += 1
      } else if next == .quote {
        return Array(bytes[start..<position])
      }
    }
    position = start
    return nil
  }
}

extension UInt8 {
  static let space: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let dollar: UInt8 = 0x24
  static let leftParenthesis: UInt8 = 0x28
  static let rightParenthesis: UInt8 = 0x29
  static let dot: UInt8 = 0x2E
  static let colon: UInt8 = 0x3A
  static let leftBracket: UInt8 = 0x5B
  static let backslash: UInt8 = 0x5C
  static let rightBracket: UInt8 = 0x5D

  var isASCIILetter: Bool { (0x61...0x7A).contains(asciiLowercased) }

  fileprivate var isNameCharacter: Bool {
    isASCIILetter || (0x30...0x39).contains(self) || self == 0x2D || self == 0x5F || self == .dollar
  }

  fileprivate var endsToken: Bool {
    switch self {
    case .space, .quote, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket: true
    default: false
    }
  }
}
