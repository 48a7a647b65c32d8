/// A parsed expression.
indirect enum ExpressionNode: Sendable {
  case constant(ExpressionValue, position: Int)
  case keyword(ExpressionKeyword, position: Int)
  case attribute(String, position: Int)
  case comparison(ExpressionComparison, ExpressionNode, ExpressionNode, position: Int)
  case call(ExpressionCall)

  var position: Int {
    switch self {
    case .constant(_, let position), .keyword(_, let position), .attribute(_, let position),
      .comparison(_, _, _, let position):
      position
    case .call(let call): call.position
    }
  }

  /// The text of a literal.
  var literal: String? {
    if case .constant(.string(let text), _) = self { text } else { nil }
  }

  /// Calls `visit` with each node, outer ones first; `isRedacted` says whether a `Redact` is around it.
  func walk(isRedacted: Bool = false, _ visit: (ExpressionNode, Bool) -> Void) {
    visit(self, isRedacted)
    switch self {
    case .comparison(_, let left, let right, _):
      left.walk(isRedacted: isRedacted, visit)
      right.walk(isRedacted: isRedacted, visit)
    case .call(let call):
      for case let argument? in call.arguments {
        argument.walk(isRedacted: isRedacted || call.function == .redact, visit)
      }
    default: break
    }
  }
}

/// A function with its arguments; `nil` stands for one that was left out.
final class ExpressionCall: Sendable {
  let function: ExpressionFunction
  let arguments: [ExpressionNode?]
  let position: Int
  /// What could be made ready once, since it is literal.
  let preparation: Preparation

  struct Preparation: Sendable {
    var pattern: BoundedRegularExpression?
    var template: RegularExpressionTemplate?
    var inputFormat: DateTimeFormat?
    var outputFormat: DateTimeFormat?
  }

  init(
    function: ExpressionFunction, arguments: [ExpressionNode?], position: Int, preparation: Preparation
  ) {
    self.function = function
    self.arguments = arguments
    self.position = position
    self.preparation = preparation
  }

  /// The argument at `index`; `nil` when it was left out.
  func argument(_ index: Int) -> ExpressionNode? {
    arguments.indices.contains(index) ? arguments[index] : nil
  }
}

/// The words that stand without quotes.
enum ExpressionKeyword: String, Sendable, CaseIterable {
  case ignoreAttributeFlow = "IgnoreAttributeFlow"
  case ignoreObjectFlow = "IgnoreObjectFlow"
  case binaryCompare = "vbBinaryCompare"
  case textCompare = "vbTextCompare"
}

enum ExpressionComparison: String, Sendable, CaseIterable {
  case equal = "="
  case notEqual = "<>"
  case lessThan = "<"
  case lessThanOrEqual = "<="
  case greaterThan = ">"
  case greaterThanOrEqual = ">="
}
