extension ExpressionValue {
  /// Null, the empty text, or no values.
  var isNullOrEmpty: Bool {
    switch self {
    case .null: true
    case .string(let value): value.isEmpty
    case .multi(let values): values.isEmpty
    default: false
    }
  }

  /// What the value is, for an error's reader. Never the value itself.
  var kind: String {
    switch self {
    case .null: "null"
    case .string(let value): value.isEmpty ? "the empty text" : "a text"
    case .bool: "a boolean"
    case .integer, .number: "a number"
    case .multi(let values): "\(values.count) values"
    case .complex: "an object"
    }
  }

  /// The integer a number or a text stands for, a text also in hexadecimal (`&HF7`).
  var integer: Int64? {
    switch self {
    case .integer(let value): return value
    case .number(let value): return value.exactInteger
    case .bool(let value): return value ? 1 : 0
    case .string(let value):
      let trimmed = value.trimmingWhiteSpace
      if trimmed.hasPrefix("&H") || trimmed.hasPrefix("&h") { return Int64(trimmed.dropFirst(2), radix: 16) }
      return Int64(trimmed) ?? Double(trimmed)?.exactInteger
    default: return nil
    }
  }

  /// The number a number or a text stands for.
  var double: Double? {
    switch self {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    case .string(let value):
      guard let first = value.utf8.first, first == 0x2B || first == 0x2D || (0x30...0x39).contains(first),
        let number = Double(value), number.isFinite
      else { return nil }
      return number
    default: return nil
    }
  }

  /// What the value says as a condition: a boolean, its text, or a number other than zero. Null and the empty
  /// text are false; other values say nothing.
  var condition: Bool? {
    switch self {
    case .bool(let value): return value
    case .integer(let value): return value != 0
    case .number(let value): return value != 0
    case .null: return false
    case .string(let value):
      if value.isEmpty { return false }
      return Self.boolean(value) ?? double.map { $0 != 0 }
    case .multi(let values):
      if values.isEmpty { return false }
      return values.count == 1 ? values[0].condition : nil
    case .complex: return nil
    }
  }

  /// `True` or `False` in any case.
  static func boolean(_ text: String) -> Bool? {
    switch text.utf8.count {
    case 4: text.lowercased() == "true" ? true : nil
    case 5: text.lowercased() == "false" ? false : nil
    default: nil
    }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmingWhiteSpace: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
