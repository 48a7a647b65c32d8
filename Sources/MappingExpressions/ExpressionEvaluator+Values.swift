extension ExpressionEvaluator {
  /// The functions on multi-valued attributes. A single value is a multi-valued one with one value.
  mutating func values(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    switch call.function {
    case .count: return .integer(Int64(try list(call, 0).count))
    case .item:
      let values = try list(call, 0)
      let index = try requiredInteger(call, 1)
      guard index >= 1 else { throw typeError(call, 1, "1 or more", .integer(index)) }
      return index <= Int64(values.count) ? values[Int(index) - 1] : .null
    case .removeDuplicates:
      let value = try argument(call, 0)
      guard case .multi(let values) = value else { return value }
      var seen: Set<ExpressionValue> = []
      return .multi(values.filter { seen.insert($0).inserted })
    default: return try split(call)
    }
  }

  private mutating func list(_ call: ExpressionCall, _ index: Int) throws(ExpressionError)
    -> [ExpressionValue]
  {
    switch try argument(call, index) {
    case .null: []
    case .multi(let values): values
    case let value: [value]
    }
  }

  private mutating func split(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    let source = try string(call, 0)
    guard let delimiter = try string(call, 1), !delimiter.isEmpty else {
      throw typeError(call, 1, "a text that is not empty", .string(""))
    }
    guard let source else { return .null }
    try check(source.utf8.count, call)
    let sought = Array(delimiter.unicodeScalars)
    var parts: [ExpressionValue] = []
    var rest = Array(source.unicodeScalars)[...]
    while true {
      let offset = rest.firstOffset(of: sought)
      let part = rest.prefix(offset ?? rest.count).asString.trimmingWhiteSpace
      if !part.isEmpty { parts.append(.string(part)) }
      guard let offset else { return .multi(parts) }
      rest = rest.dropFirst(offset + sought.count)
    }
  }
}
