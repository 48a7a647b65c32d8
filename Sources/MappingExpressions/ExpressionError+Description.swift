extension ExpressionError: CustomStringConvertible {
  public var description: String {
    let place = "line \(line), column \(column)"
    guard let function else { return "\(place): \(reason)" }
    return "\(place): \(function): \(reason)"
  }
}

extension ExpressionError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .syntax(let message): message
    case .unknownFunction(let name, let suggestion): Self.unknown(name, suggestion)
    case .argumentCount(let given, let expected):
      "takes \(expected), not \(given) argument\(given == 1 ? "" : "s")"
    case .argumentMissing(let parameter): "the argument \(parameter) is required and was left out"
    case .argumentType(let parameter, let expected, let given):
      "the argument \(parameter) must be \(expected), not \(given)"
    case .dateFormat(let parameter, let format):
      "the argument \(parameter) is not a date in the format \(format)"
    case .regularExpression(let position, let message):
      "the regular expression is wrong at character \(position + 1): \(message)"
    case .stepLimit(let limit):
      "stopped after \(limit) steps; a pattern without nested repetitions needs fewer"
    case .noUniqueValue(let candidates):
      "all \(candidates) candidates are taken in the target; add a rule that gives another value"
    case .uniquenessUnknown(let candidates):
      "the target has to say first whether \(candidates.count) candidate"
        + "\(candidates.count == 1 ? " is" : "s are") taken"
    case .notTopLevel: "must be the outermost function; it cannot stand inside another one"
    case .tooLong(let limit): "longer than the limit of \(limit)"
    case .tooDeep(let limit): "nested deeper than the limit of \(limit)"
    case .syntaxTree(let path, let message): "syntax tree at \(path): \(message)"
    }
  }

  private static func unknown(_ name: String, _ suggestion: String?) -> String {
    guard let suggestion else {
      return "there is no function \(name); `[\(name)]` would be an attribute, `\"\(name)\"` a text"
    }
    return suggestion.lowercased() == name.lowercased()
      ? "there is no function \(name); names are case-sensitive: did you mean \(suggestion)?"
      : "there is no function \(name); did you mean \(suggestion)?"
  }
}
