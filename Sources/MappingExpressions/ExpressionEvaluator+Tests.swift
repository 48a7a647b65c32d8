extension ExpressionEvaluator {
  /// The functions that give a boolean or an integer.
  mutating func test(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    switch call.function {
    case .bitAnd:
      return .integer(try requiredInteger(call, 0) & (try requiredInteger(call, 1)))
    case .inStr: return .integer(Int64(try place(call)))
    case .cBool:
      let value = try argument(call, 0)
      guard let condition = value.condition else {
        throw typeError(call, 0, "a comparison, True, False or a number", value)
      }
      return .bool(condition)
    case .not:
      let value = try argument(call, 0)
      let isTrue =
        switch value {
        case .bool(let value): value
        case .string(let text): ExpressionValue.boolean(text) == true
        default: false
        }
      return .bool(!isTrue)
    case .isNull: return .bool(try argument(call, 0) == .null)
    case .isNullOrEmpty: return .bool(try argument(call, 0).isNullOrEmpty)
    case .isPresent: return .bool(!(try argument(call, 0).isNullOrEmpty))
    default:
      if case .string = try argument(call, 0) { return .bool(true) }
      return .bool(false)
    }
  }

  /// Where the second text stands in the first, from 1.
  private mutating func place(_ call: ExpressionCall) throws(ExpressionError) -> Int {
    let comparison = try string(call, 3) ?? ExpressionKeyword.binaryCompare.rawValue
    guard let keyword = ExpressionKeyword(rawValue: comparison),
      keyword == .binaryCompare || keyword == .textCompare
    else { throw typeError(call, 3, "vbBinaryCompare or vbTextCompare", .string(comparison)) }
    let start = try integer(call, 2) ?? 1
    guard start >= 1 else { throw typeError(call, 2, "1 or more", .integer(start)) }
    guard var text = try string(call, 0), var sought = try string(call, 1) else { return 0 }
    if keyword == .textCompare {
      text = CaseMapping().lowercased(text)
      sought = CaseMapping().lowercased(sought)
    }
    let scalars = Array(text.unicodeScalars)
    guard start <= Int64(scalars.count) else { return 0 }
    let from = Int(start) - 1
    guard let found = scalars[from...].firstOffset(of: Array(sought.unicodeScalars)) else { return 0 }
    return from + found + 1
  }
}
