extension ExpressionEvaluator {
  /// The functions that make a text of texts. A null source gives null, but for `Left` and `Word`, which give
  /// the empty text.
  mutating func textual(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    switch call.function {
    case .join: return try joined(call)
    case .cStr:
      guard let text = try argument(call, 0).text else { return .null }
      return try made(text, call)
    case .left:
      let source = try string(call, 0)
      let count = try requiredInteger(call, 1)
      guard let source else { return .string("") }
      return .string(count < 0 ? source : String(source.unicodeScalars.prefix(Int(count))))
    case .word: return .string(try word(call))
    default: break
    }
    guard let source = try string(call, 0) else { return .null }
    switch call.function {
    case .append:
      let suffix = try string(call, 1) ?? ""
      try check(source.utf8.count + suffix.utf8.count, call)
      return .string(source + suffix)
    case .mid: return .string(try middle(of: source, call))
    case .toLower: return try made(CaseMapping(culture: try string(call, 1)).lowercased(source), call)
    case .toUpper: return try made(CaseMapping(culture: try string(call, 1)).uppercased(source), call)
    case .stripSpaces: return .string(String(source.unicodeScalars.filter { $0 != " " }))
    case .normalizeDiacritics: return try made(Diacritics.normalize(source), call)
    case .pCase: return try made(properCase(source, separators: try string(call, 1)), call)
    case .convertToBase64:
      try check(source.utf8.count * 4, call)
      return try made(
        Base64.encode(source.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }), call)
    default:
      try check(source.utf8.count * 2, call)
      let digits = Array("0123456789ABCDEF".utf8)
      let bytes = source.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
      return .string(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The sources with the separator between them, without those that are null or empty.
  private mutating func joined(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    let separator = try string(call, 0) ?? ""
    var result = ""
    var isFirst = true
    for index in call.arguments.indices.dropFirst() {
      let value = try argument(call, index)
      let values = if case .multi(let values) = value { values } else { [value] }
      for value in values {
        guard let text = try string(value, call, index), !text.isEmpty else { continue }
        if !isFirst { result += separator }
        result += text
        isFirst = false
        guard result.utf8.count <= ExpressionLimits.text else {
          throw error(.tooLong(limit: ExpressionLimits.text), call, index)
        }
      }
    }
    return try made(result, call)
  }

  private mutating func middle(of source: String, _ call: ExpressionCall) throws(ExpressionError) -> String {
    let start = try requiredInteger(call, 1)
    let length = try requiredInteger(call, 2)
    guard start >= 1 else { throw typeError(call, 1, "1 or more", .integer(start)) }
    guard length >= 0 else { throw typeError(call, 2, "0 or more", .integer(length)) }
    return String(source.unicodeScalars.dropFirst(Int(start - 1)).prefix(Int(length)))
  }

  private mutating func word(_ call: ExpressionCall) throws(ExpressionError) -> String {
    let source = try string(call, 0)
    let number = try requiredInteger(call, 1)
    let delimiters = Set((try string(call, 2) ?? "").unicodeScalars)
    guard let source, number >= 1 else { return "" }
    let words = source.unicodeScalars.split { delimiters.contains($0) }
    return number <= Int64(words.count) ? String(words[Int(number) - 1]) : ""
  }

  /// Each word with a capital and small letters. With `separators` a word begins after one of them; without,
  /// at the first letter after any that .NET's `ToTitleCase` takes to part words.
  private func properCase(_ source: String, separators: String?) -> String {
    let mapping = CaseMapping()
    let given = separators.map { Set($0.unicodeScalars) }
    var isInWord = false
    return source.mappingScalars { scalar in
      if given?.contains(scalar) ?? scalar.partsWords {
        isInWord = false
        return scalar
      }
      if isInWord { return mapping.lowercase(scalar) }
      isInWord = given != nil || scalar.properties.isAlphabetic
      return mapping.uppercase(scalar)
    }
  }
}

extension Unicode.Scalar {
  fileprivate var partsWords: Bool {
    switch properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .connectorPunctuation,
      .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      true
    default: false
    }
  }
}

/// RFC 4648 §4
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var rest = bytes[...]
    while let first = rest.popFirst() {
      let (second, third) = (rest.popFirst(), rest.popFirst())
      let bits = UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
      let digits = [18, 12, 6, 0].map { alphabet[Int(bits >> UInt32($0) & 63)] }
      result += digits.prefix(third != nil ? 4 : second != nil ? 3 : 2)
    }
    while !result.count.isMultiple(of: 4) { result.append(UInt8(ascii: "=")) }
    return String(decoding: result, as: UTF8.self)
  }
}
