extension ExpressionEvaluator {
  /// The functions that evaluate some of their arguments only, or say what flows.
  mutating func choice(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    switch call.function {
    case .iif:
      return try argument(call, try condition(call) ? 1 : 2)
    case .switch: return try switched(call)
    case .coalesce: return try coalesced(call)
    case .ignoreFlowIfNullOrEmpty:
      let value = try argument(call, 0)
      if value.isNullOrEmpty { ignore(.ignoreAttributeFlow) }
      return value
    case .redact:
      isRedacted = true
      return try argument(call, 0)
    default: return try uniqueValue(call)
    }
  }

  private mutating func condition(_ call: ExpressionCall) throws(ExpressionError) -> Bool {
    let value = try argument(call, 0)
    guard let condition = value.condition else {
      throw typeError(call, 0, "a comparison, True, False or a number", value)
    }
    return condition
  }

  /// The value after the first key that equals the source, else the default. A null source equals the key "".
  private mutating func switched(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    let source = try string(call, 0) ?? ""
    var index = 2
    while index + 1 < call.arguments.count {
      let key = try string(call, index) ?? ""
      if key.isExactly(source) { return try argument(call, index + 1) }
      index += 2
    }
    return try argument(call, 1)
  }

  private mutating func coalesced(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    var fallback = ExpressionValue.null
    for index in call.arguments.indices {
      let value = try argument(call, index)
      if !value.isNullOrEmpty { return value }
      if fallback == .null { fallback = value }
    }
    return fallback
  }

  private mutating func uniqueValue(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    var candidates = 0
    for index in call.arguments.indices {
      let candidate = try string(call, index)
      if ignored != nil { return .null }
      // An absent or empty value identifies nothing, so it is no candidate.
      guard let candidate, !candidate.isEmpty else { continue }
      candidates += 1
      guard let isTaken = context.isTaken(candidate) else {
        throw error(.uniquenessUnknown([candidate]), call, index)
      }
      if !isTaken { return .string(candidate) }
    }
    throw error(.noUniqueValue(candidates: candidates), call)
  }
}

extension ExpressionComparison {
  /// Compares two values: as numbers when both are numbers or texts of numbers and one of them is a number; a
  /// boolean with a text by what the text says; two dates in the language's form by time when asked for their
  /// order; else as texts, by their UTF-8. Null is the empty text, and has no order.
  func holds(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
    if let order = Self.numericOrder(left, right) { return holds(order) }
    if let (left, right) = Self.booleans(left, right) { return holds(left == right ? 0 : left ? 1 : -1) }
    let (leftText, rightText) = (left.text ?? "", right.text ?? "")
    if self == .equal { return leftText.isExactly(rightText) }
    if self == .notEqual { return !leftText.isExactly(rightText) }
    if left == .null || right == .null { return false }
    if let order = Self.dateOrder(leftText, rightText) { return holds(order) }
    return holds(
      Self.order(
        leftText.utf8.elementsEqual(rightText.utf8),
        less: leftText.utf8.lexicographicallyPrecedes(rightText.utf8)))
  }

  private func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .lessThan: order < 0
    case .lessThanOrEqual: order <= 0
    case .greaterThan: order > 0
    case .greaterThanOrEqual: order >= 0
    }
  }

  private static func order(_ areEqual: Bool, less: Bool) -> Int { areEqual ? 0 : less ? -1 : 1 }

  private static func numericOrder(_ left: ExpressionValue, _ right: ExpressionValue) -> Int? {
    guard left.isNumber || right.isNumber else { return nil }
    // Integers exactly: a double would take neighbouring file times to be equal.
    if let left = left.integer, let right = right.integer { return order(left == right, less: left < right) }
    guard let left = left.double, let right = right.double else { return nil }
    return order(left == right, less: left < right)
  }

  private static func booleans(_ left: ExpressionValue, _ right: ExpressionValue) -> (Bool, Bool)? {
    switch (left, right) {
    case (.bool(let left), .bool(let right)): (left, right)
    case (.bool(let left), .string(let right)): ExpressionValue.boolean(right).map { (left, $0) }
    case (.string(let left), .bool(let right)): ExpressionValue.boolean(left).map { ($0, right) }
    default: nil
    }
  }

  private static func dateOrder(_ left: String, _ right: String) -> Int? {
    guard let origin = DateTime(ticks: 0),
      let left = DateTimeFormat.language.date(from: left, today: origin),
      let right = DateTimeFormat.language.date(from: right, today: origin)
    else { return nil }
    return order(left == right, less: left.ticks < right.ticks)
  }
}

extension ExpressionValue {
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .number: true
    default: false
    }
  }
}
