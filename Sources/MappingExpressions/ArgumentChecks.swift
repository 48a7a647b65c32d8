/// What is known to be wrong with a call before there is an object to evaluate it on.
struct ArgumentChecks {
  let function: ExpressionFunction
  let arguments: [ExpressionNode?]
  let position: Int
  let text: String

  /// The call, with its literal patterns and formats compiled.
  func call() throws(ExpressionError) -> ExpressionCall {
    let arguments = try checkedArguments()
    let checked = ArgumentChecks(function: function, arguments: arguments, position: position, text: text)
    let preparation = try checked.preparation()
    return ExpressionCall(
      function: function, arguments: arguments, position: position, preparation: preparation)
  }

  private func error(_ reason: ExpressionError.Reason, at position: Int? = nil) -> ExpressionError {
    ExpressionError(reason, at: position ?? self.position, in: text, function: function.name)
  }

  private func checkedArguments() throws(ExpressionError) -> [ExpressionNode?] {
    let (least, most) = function.argumentCounts
    var arguments = arguments
    // Commas at the end that separate nothing are written often and mean nothing.
    if let most {
      while arguments.count > most, case .some(.none) = arguments.last { arguments.removeLast() }
    }
    let isEven = function != .switch || arguments.count.isMultiple(of: 2)
    guard arguments.count >= least, arguments.count <= most ?? .max, isEven else {
      throw error(.argumentCount(given: arguments.count, expected: function.expectedArguments))
    }
    if function == .formatDateTime, arguments.count == 3 { arguments.insert(nil, at: 1) }
    for (index, argument) in arguments.enumerated() where argument == nil {
      guard let parameter = function.parameter(at: index), parameter.isOptional else {
        throw error(.argumentMissing(parameter: function.parameterName(at: index)))
      }
    }
    return arguments
  }

  private func argument(_ index: Int) -> ExpressionNode? {
    arguments.indices.contains(index) ? arguments[index] : nil
  }

  private func preparation() throws(ExpressionError) -> ExpressionCall.Preparation {
    var preparation = ExpressionCall.Preparation()
    switch function {
    case .replace:
      try checkReplaceMode()
      if let node = argument(2), let pattern = node.literal {
        preparation.pattern = try compiled(pattern, at: node.position)
        try checkGroup(in: preparation.pattern)
      }
      if let replacement = argument(4)?.literal, argument(3) == nil {
        preparation.template = RegularExpressionTemplate(replacement)
      }
    case .formatDateTime:
      preparation.inputFormat = try format(2)
      preparation.outputFormat = try format(3)
      if let styles = argument(1)?.literal, DateTimeStyles(styles) == nil { throw invalidStyles() }
    case .dateAdd, .dateDiff:
      if let literal = argument(0)?.literal, DateInterval(rawValue: literal) == nil {
        throw error(
          .argumentType(parameter: "interval", expected: DateInterval.expected, given: "`\(literal)`"),
          at: argument(0)?.position)
      }
    case .randomString:
      if case .constant(let length, let position) = argument(0) {
        guard let length = length.integer, (0...Int64(ExpressionLimits.randomString)).contains(length) else {
          throw error(.tooLong(limit: ExpressionLimits.randomString), at: position)
        }
      }
    default: break
    }
    return preparation
  }

  private func invalidStyles() -> ExpressionError {
    error(
      .argumentType(
        parameter: "dateTimeStyles", expected: "names of .NET's DateTimeStyles with commas between them",
        given: "another text"), at: argument(1)?.position)
  }

  private func format(_ index: Int) throws(ExpressionError) -> DateTimeFormat? {
    guard let node = argument(index), let literal = node.literal else { return nil }
    guard let format = DateTimeFormat(literal) else {
      throw error(
        .argumentType(
          parameter: function.parameterName(at: index),
          expected: "a .NET date format such as yyyy-MM-dd", given: "`\(literal)`"), at: node.position)
    }
    return format
  }

  private func compiled(_ pattern: String, at position: Int) throws(ExpressionError)
    -> BoundedRegularExpression
  {
    do {
      return try BoundedRegularExpression(pattern)
    } catch {
      throw self.error(error.reason, at: position)
    }
  }

  private func checkGroup(in pattern: BoundedRegularExpression?) throws(ExpressionError) {
    guard let pattern, let node = argument(3), let name = node.literal, pattern.group(named: name) == nil
    else { return }
    throw error(
      .argumentType(
        parameter: "regexGroupName", expected: "one of the pattern's groups, as in (?<\(name)>…)",
        given: "`\(name)`"), at: node.position)
  }

  /// `Replace` has five forms, told apart by what is there.
  private func checkReplaceMode() throws(ExpressionError) {
    guard ReplaceMode(arguments) == nil else { return }
    throw error(
      .argumentCount(
        given: arguments.count { $0 != nil },
        expected:
          "source with oldValue and replacementValue, with oldValue and template, with regexPattern and "
          + "replacementValue, with these and regexGroupName, or with regexPattern, regexGroupName and "
          + "replacementAttributeName"))
  }
}
