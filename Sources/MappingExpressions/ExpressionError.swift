/// Why an expression does not parse or has no value.
///
/// `description` says what was wrong, where, and what would be right. It never holds a value of the source
/// object.
public struct ExpressionError: Error, Sendable, Hashable {
  /// What was wrong.
  public enum Reason: Sendable, Hashable {
    /// The text is no expression; the message says what was found and what would be right.
    case syntax(String)
    /// No function has this name; `suggestion` is the nearest that exists.
    case unknownFunction(name: String, suggestion: String?)
    /// The wrong number of arguments; `expected` says in words what the function takes.
    case argumentCount(given: Int, expected: String)
    /// An argument that must be there was left out.
    case argumentMissing(parameter: String)
    /// An argument's value is of the wrong kind. `given` is its kind, not its value.
    case argumentType(parameter: String, expected: String, given: String)
    /// A date is not in the format, or the format is none.
    case dateFormat(parameter: String, format: String)
    /// The pattern is no regular expression; `position` is the offset in the pattern, in Unicode scalars.
    case regularExpression(position: Int, message: String)
    /// Matching or evaluating took more than this many steps.
    case stepLimit(Int)
    /// Every candidate is taken in the target.
    case noUniqueValue(candidates: Int)
    /// Whether these candidates are taken is not known yet: ask the target and evaluate again.
    case uniquenessUnknown([String])
    /// The function may only stand at the top.
    case notTopLevel
    /// A text is longer than this many bytes, or an expression longer than this many characters.
    case tooLong(limit: Int)
    /// Calls are nested deeper than this.
    case tooDeep(limit: Int)
    /// A syntax tree is not one that stands for an expression; `path` leads to the place.
    case syntaxTree(path: String, message: String)
  }

  /// Offset in the expression's text, in Unicode scalars from 0.
  public var position: Int
  /// Line of the position, from 1.
  public var line: Int
  /// Column of the position, from 1, in Unicode scalars.
  public var column: Int
  /// The function whose argument or call is wrong.
  public var function: String?
  public var reason: Reason

  init(_ reason: Reason, at position: Int, in text: String, function: String? = nil) {
    self.position = position
    self.function = function
    self.reason = reason
    (line, column) = (1, 1)
    for scalar in text.unicodeScalars.prefix(max(0, position)) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
  }
}
