import JSONTape
public import MappingExpressions
import SCIM

/// One condition of a scoping filter.
public struct ScopeClause: Sendable {
  /// The source attribute that is looked at.
  public var attribute: String
  public var comparison: ScopeOperator
  /// What it is compared with; with several values one must fit, or none for a negated operator.
  public let values: [String]
  private let expressions: [BoundedRegularExpression]

  /// - Throws: `RegularExpressionError` where a value of a regular expression is none.
  public init(
    attribute: String, comparison: ScopeOperator, values: [String] = []
  ) throws(RegularExpressionError) {
    self.attribute = attribute
    self.comparison = comparison
    self.values = values
    var expressions: [BoundedRegularExpression] = []
    if comparison.isRegularExpression {
      for value in values { expressions.append(try BoundedRegularExpression(value)) }
    }
    self.expressions = expressions
  }

  /// `department EQUALS Sales`.
  public var description: String {
    ([attribute, comparison.rawValue] + (comparison.takesValue ? [values.joined(separator: ", ")] : []))
      .joined(separator: " ")
  }

  /// Whether the condition holds.
  ///
  /// An attribute without a value, or with an empty one, holds for `IS NULL` only. Of a multi-valued
  /// attribute all values must fit, as Graph's `multivaluedComparisonType` has it by default. A regular
  /// expression that needs too many steps does not hold.
  public func evaluate(_ object: SourceObject) -> ScopeFilterResult.Clause {
    let texts = object.value(of: attribute)?.texts ?? []
    let holds =
      switch comparison {
      case .isNull: texts.isEmpty
      case .isNotNull: !texts.isEmpty
      default: !texts.isEmpty && texts.allSatisfy(holds)
      }
    return ScopeFilterResult.Clause(text: description, holds: holds)
  }

  private func holds(for text: String) -> Bool {
    switch comparison {
    case .isNull, .isNotNull: false
    case .isTrue: text.equalsIgnoringASCIICase("true")
    case .isFalse: text.equalsIgnoringASCIICase("false")
    case .equals: values.contains { $0.isSame(as: text) }
    case .notEquals: !values.contains { $0.isSame(as: text) }
    case .isIn: listed.contains { $0.isSame(as: text) }
    case .isNotIn: !listed.contains { $0.isSame(as: text) }
    case .includes: values.contains { text.contains($0) }
    case .endsWith: values.contains { text.hasSuffix($0) }
    case .greaterThan: compares(text, >)
    case .greaterThanOrEquals: compares(text, >=)
    case .regularExpressionMatch: expressions.contains { $0.matches(text) == true }
    case .notRegularExpressionMatch: expressions.allSatisfy { $0.matches(text) == false }
    }
  }

  private func compares(_ text: String, _ relation: (Int64, Int64) -> Bool) -> Bool {
    guard let number = Int64(text) else { return false }
    return values.contains { Int64($0).map { relation(number, $0) } ?? false }
  }

  /// A list is written as one value with commas, or as several values.
  private var listed: [String] {
    values.flatMap { value in
      value.split(separator: ",").map { $0.trimming(while: \.isWhitespace) }
    }
  }
}

extension BoundedRegularExpression {
  /// Whether all of a text matches; nil where finding out would take too many steps.
  fileprivate func matches(_ text: String) -> Bool? { try? fullMatch(text) }
}

extension JSONValue {
  /// The value's texts as the mapping language prints them: one, or one for each value of a multi-valued
  /// attribute; empty ones are left out, since they count as no value.
  fileprivate var texts: [String] {
    switch self {
    case .array(let values): values.flatMap(\.texts)
    default: [ExpressionValue(self).text].compactMap { $0 }.filter { !$0.isEmpty }
    }
  }
}

extension String {
  fileprivate func isSame(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}

extension Substring {
  fileprivate func trimming(while isTrimmed: (Character) -> Bool) -> String {
    var rest = drop(while: isTrimmed)
    while let last = rest.last, isTrimmed(last) { rest.removeLast() }
    return String(rest)
  }
}
