/// Reads an expression's text.
///
///     expression = operand [comparison operand]
///     operand = attribute | text | number | word | function "(" [argument *("," argument)] ")"
///     argument = [expression]
struct ExpressionParser {
  let text: String
  let scalars: [Unicode.Scalar]
  var index = 0
  private var depth = 0

  init(_ text: String) throws(ExpressionError) {
    self.text = text
    scalars = Array(text.unicodeScalars.prefix(ExpressionLimits.expression + 1))
    guard scalars.count <= ExpressionLimits.expression else {
      throw ExpressionError(
        .tooLong(limit: ExpressionLimits.expression), at: ExpressionLimits.expression, in: text)
    }
  }

  static func parse(_ text: String) throws(ExpressionError) -> ExpressionNode {
    var parser = try ExpressionParser(text)
    parser.skipWhiteSpace()
    guard parser.index < parser.scalars.count else {
      throw parser.syntax("an expression is expected, such as [mail] or Join(\" \", [givenName], [surname])")
    }
    let node = try parser.expression(isTop: true)
    guard parser.index == parser.scalars.count else { throw parser.trailing() }
    return node
  }

  // MARK: Text

  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  mutating func skipWhiteSpace() {
    while let scalar = current, scalar.properties.isWhitespace || scalar == "\u{FEFF}" { index += 1 }
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    index += 1
    return true
  }

  func syntax(_ message: String, at position: Int? = nil, function: String? = nil) -> ExpressionError {
    ExpressionError(.syntax(message), at: position ?? index, in: text, function: function)
  }

  var found: String {
    guard let current else { return "the end" }
    return current.properties.isWhitespace ? "white space" : "`\(current)`"
  }

  private func trailing() -> ExpressionError {
    switch current {
    case "&": syntax("there is no operator `&`; Append or Join put texts together")
    case "+", "-", "*", "/": syntax("there is no arithmetic; DateAdd and BitAnd are functions")
    case ")": syntax("a `)` too many")
    case ",": syntax("a `,` outside of a function's parentheses")
    default: syntax("the expression ends before \(found); a function's name or an operator may be missing")
    }
  }

  // MARK: Expressions

  private mutating func expression(isTop: Bool) throws(ExpressionError) -> ExpressionNode {
    let left = try operand(isTop: isTop)
    skipWhiteSpace()
    let position = index
    guard let comparison = comparison() else { return left }
    skipWhiteSpace()
    let right = try operand(isTop: false)
    if case .call(let call) = left, call.function == .selectUniqueValue {
      throw ExpressionError(.notTopLevel, at: call.position, in: text, function: call.function.name)
    }
    skipWhiteSpace()
    let second = index
    if self.comparison() != nil {
      throw syntax("one comparison only; nest IIF for more than one condition", at: second)
    }
    return .comparison(comparison, left, right, position: position)
  }

  private mutating func comparison() -> ExpressionComparison? {
    if skip("=") {
      return .equal
    } else if skip("<") {
      return skip(">") ? .notEqual : skip("=") ? .lessThanOrEqual : .lessThan
    } else if skip(">") {
      return skip("=") ? .greaterThanOrEqual : .greaterThan
    }
    return nil
  }

  private mutating func operand(isTop: Bool) throws(ExpressionError) -> ExpressionNode {
    let position = index
    switch current {
    case "[": return .attribute(try attributeName(), position: position)
    case "\"": return .constant(.string(try quoted()), position: position)
    case "&": return .constant(.integer(try hexadecimal()), position: position)
    case .some(let scalar) where scalar == "-" || scalar == "+" || scalar.isASCIIDigit:
      return .constant(try number(), position: position)
    case .some(let scalar) where scalar.isASCIILetter || scalar == "_":
      return try wordOrCall(isTop: isTop)
    case "“", "”", "„", "'", "‘", "’":
      throw syntax("texts stand in straight double quotes: \"…\"")
    case nil: throw syntax("the text ends where a value is expected; a `)` may be missing")
    default:
      throw syntax(
        "\(found) cannot start a value; expected are [attribute], \"text\", a number or a function")
    }
  }

  private mutating func wordOrCall(isTop: Bool) throws(ExpressionError) -> ExpressionNode {
    let position = index
    while let scalar = current, scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "_" { index += 1 }
    let word = scalars[position..<index].asString
    let end = index
    skipWhiteSpace()
    if current == "(" { return try call(word, at: position, isTop: isTop) }
    index = end
    if let keyword = ExpressionKeyword(rawValue: word) { return .keyword(keyword, position: position) }
    if let near = ExpressionKeyword.allCases.first(where: { $0.rawValue.lowercased() == word.lowercased() }) {
      throw syntax("words are case-sensitive: did you mean \(near.rawValue)?", at: position)
    }
    if let function = ExpressionFunction(rawValue: word) {
      throw syntax("a `(` is missing after \(word): \(function.signature)", at: end, function: word)
    }
    throw syntax(
      "\(word) stands alone; `[\(word)]` would be an attribute, `\"\(word)\"` a text", at: position)
  }

  private mutating func call(_ word: String, at position: Int, isTop: Bool) throws(ExpressionError)
    -> ExpressionNode
  {
    guard let function = ExpressionFunction(rawValue: word) else {
      throw ExpressionError(
        .unknownFunction(name: word, suggestion: ExpressionFunction.nearest(to: word)), at: position, in: text
      )
    }
    guard function != .selectUniqueValue || isTop else {
      throw ExpressionError(.notTopLevel, at: position, in: text, function: word)
    }
    depth += 1
    defer { depth -= 1 }
    guard depth <= ExpressionLimits.depth else {
      throw ExpressionError(.tooDeep(limit: ExpressionLimits.depth), at: position, in: text, function: word)
    }
    index += 1
    let arguments = try arguments(of: word)
    let checks = ArgumentChecks(function: function, arguments: arguments, position: position, text: text)
    return .call(try checks.call())
  }

  /// What stands between the parentheses; `nil` for an argument that was left out.
  private mutating func arguments(of word: String) throws(ExpressionError) -> [ExpressionNode?] {
    var arguments: [ExpressionNode?] = []
    skipWhiteSpace()
    if skip(")") { return [] }
    while true {
      skipWhiteSpace()
      if current == "," || current == ")" {
        arguments.append(nil)
      } else {
        arguments.append(try expression(isTop: false))
        skipWhiteSpace()
      }
      if skip(")") { return arguments }
      guard skip(",") else {
        let hint = current == "&" ? "; Append or Join put texts together" : ""
        throw syntax("a `,` or `)` is expected, not \(found)\(hint)", function: word)
      }
    }
  }
}
