/// An expression of Entra's attribute mappings, parsed once and evaluated on many objects.
///
///     let expression = try CompiledExpression(parsing: #"Join(" ", [givenName], [surname])"#)
///     let result = try expression.evaluate(in: context)
///
/// The language is that of Microsoft's "Reference for writing expressions for attribute mappings"; what that
/// leaves open is decided in EXPRESSIONS.md. Function names and words are case-sensitive. Whatever the
/// expression and the object, evaluation ends, in bounded memory.
public struct CompiledExpression: Sendable {
  /// The text as it was written.
  public let text: String
  /// The attributes it reads, in order, each once.
  public let attributeNames: [String]
  /// The attributes it reads inside `Redact`, in order, each once.
  public let redactedAttributeNames: [String]
  let root: ExpressionNode

  /// Parses `text`, which has at most 10,000 characters.
  ///
  /// - Throws: what is wrong, with the place: syntax, names and counts of arguments, literal patterns,
  ///   formats and intervals.
  public init(parsing text: String) throws(ExpressionError) {
    self.text = text
    let root = try ExpressionParser.parse(text)
    self.root = root
    var names: [String] = []
    var redacted: [String] = []
    root.walk { node, isRedacted in
      guard case .attribute(let name, _) = node else { return }
      if !names.contains(name) { names.append(name) }
      if isRedacted, !redacted.contains(name) { redacted.append(name) }
    }
    attributeNames = names
    redactedAttributeNames = redacted
  }

  /// Evaluates the expression. The same context gives the same result.
  ///
  /// - Throws: what an argument should have been, and where. `.uniquenessUnknown` asks the caller to find out
  ///   whether its candidates are taken, and to evaluate again with the answer.
  public func evaluate(in context: ExpressionContext) throws(ExpressionError) -> ExpressionResult {
    var evaluator = ExpressionEvaluator(context: context, text: text)
    return try evaluator.result(of: root)
  }
}

extension CompiledExpression: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.text.isExactly(right.text) }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension CompiledExpression: CustomStringConvertible {
  public var description: String { text }
}
