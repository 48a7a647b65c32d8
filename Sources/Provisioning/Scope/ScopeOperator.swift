/// The operators of scoping filters, as Entra's documentation lists them.
public enum ScopeOperator: String, Sendable, Hashable, CaseIterable {
  /// The attribute is one of the values in a list.
  case isIn = "&"
  case isNotIn = "!&"
  case endsWith = "ENDS_WITH"
  case equals = "EQUALS"
  case greaterThan = "Greater_Than"
  case greaterThanOrEquals = "Greater_Than_OR_EQUALS"
  case includes = "Includes"
  case isFalse = "IS FALSE"
  case isNotNull = "IS NOT NULL"
  case isNull = "IS NULL"
  case isTrue = "IS TRUE"
  case notEquals = "NOT EQUALS"
  case regularExpressionMatch = "REGEX MATCH"
  case notRegularExpressionMatch = "NOT REGEX MATCH"

  /// Whether it compares with a value; the others look at the attribute alone.
  public var takesValue: Bool {
    switch self {
    case .isFalse, .isNotNull, .isNull, .isTrue: false
    default: true
    }
  }

  /// Whether its value is a regular expression.
  var isRegularExpression: Bool { self == .regularExpressionMatch || self == .notRegularExpressionMatch }
  /// Whether it compares integers.
  var isNumeric: Bool { self == .greaterThan || self == .greaterThanOrEquals }
}
