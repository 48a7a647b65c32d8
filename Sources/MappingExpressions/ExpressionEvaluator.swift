/// Evaluates one expression on one object.
struct ExpressionEvaluator {
  let context: ExpressionContext
  /// The expression's text, for where an error is.
  let text: String
  var random: SplitMix64
  /// Set when a word or function says that nothing flows.
  var ignored: ExpressionResult.Outcome?
  var isRedacted = false
  private var work = 0

  init(context: ExpressionContext, text: String) {
    self.context = context
    self.text = text
    random = SplitMix64(seed: context.seed)
  }

  mutating func result(of node: ExpressionNode) throws(ExpressionError) -> ExpressionResult {
    let value = try value(of: node)
    return ExpressionResult(outcome: ignored ?? .value(value), isRedacted: isRedacted)
  }

  mutating func value(of node: ExpressionNode) throws(ExpressionError) -> ExpressionValue {
    switch node {
    case .constant(let value, _): return value
    case .attribute(let name, _): return context.attribute(name)
    case .keyword(let keyword, _): return value(of: keyword)
    case .comparison(let comparison, let left, let right, _):
      let left = try value(of: left)
      let right = try value(of: right)
      return .bool(comparison.holds(left, right))
    case .call(let call): return try value(of: call)
    }
  }

  private mutating func value(of keyword: ExpressionKeyword) -> ExpressionValue {
    switch keyword {
    case .ignoreAttributeFlow: ignore(.ignoreAttributeFlow)
    case .ignoreObjectFlow: ignore(.ignoreObjectFlow)
    case .binaryCompare, .textCompare: return .string(keyword.rawValue)
    }
    return .null
  }

  /// The object's not flowing goes before the attribute's.
  mutating func ignore(_ outcome: ExpressionResult.Outcome) {
    if ignored != .ignoreObjectFlow { ignored = outcome }
  }

  // MARK: Arguments

  /// The argument at `index`; null when it was left out.
  mutating func argument(_ call: ExpressionCall, _ index: Int) throws(ExpressionError) -> ExpressionValue {
    guard let node = call.argument(index) else { return .null }
    return try value(of: node)
  }

  /// The argument as one text; `nil` when it is null or was left out.
  mutating func string(_ call: ExpressionCall, _ index: Int) throws(ExpressionError) -> String? {
    try string(try argument(call, index), call, index)
  }

  func string(_ value: ExpressionValue, _ call: ExpressionCall, _ index: Int) throws(ExpressionError)
    -> String?
  {
    switch value {
    case .string(let text): return text
    case .complex: throw typeError(call, index, "a text", value)
    case .multi(let values):
      guard values.count <= 1 else {
        throw typeError(call, index, "one text; Join or Item make one of many", value)
      }
      guard let first = values.first else { return nil }
      if case .multi = first { throw typeError(call, index, "a text", value) }
      return try string(first, call, index)
    default: return value.text
    }
  }

  /// The argument as an integer; `nil` when it is null, empty or was left out.
  mutating func integer(_ call: ExpressionCall, _ index: Int) throws(ExpressionError) -> Int64? {
    var value = try argument(call, index)
    if case .multi(let values) = value, values.count == 1 { value = values[0] }
    if value.isNullOrEmpty { return nil }
    guard let integer = value.integer else { throw typeError(call, index, "an integer", value) }
    return integer
  }

  mutating func requiredInteger(_ call: ExpressionCall, _ index: Int) throws(ExpressionError) -> Int64 {
    guard let integer = try integer(call, index) else { throw typeError(call, index, "an integer", .null) }
    return integer
  }

  // MARK: Errors and bounds

  func error(_ reason: ExpressionError.Reason, _ call: ExpressionCall, _ index: Int? = nil) -> ExpressionError
  {
    let position = index.flatMap { call.argument($0)?.position } ?? call.position
    return ExpressionError(reason, at: position, in: text, function: call.function.name)
  }

  func typeError(
    _ call: ExpressionCall, _ index: Int, _ expected: String, _ value: ExpressionValue
  ) -> ExpressionError {
    error(
      .argumentType(
        parameter: call.function.parameterName(at: index), expected: expected, given: value.kind), call, index
    )
  }

  /// A text that a function made, when it is within bounds.
  mutating func made(_ result: String, _ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    try check(result.utf8.count, call)
    return .string(result)
  }

  /// Counts `bytes` that a function is about to make, or has made.
  mutating func check(_ bytes: Int, _ call: ExpressionCall) throws(ExpressionError) {
    guard bytes <= ExpressionLimits.text else { throw error(.tooLong(limit: ExpressionLimits.text), call) }
    work += bytes
    guard work <= ExpressionLimits.work else { throw error(.stepLimit(ExpressionLimits.work), call) }
  }
}
