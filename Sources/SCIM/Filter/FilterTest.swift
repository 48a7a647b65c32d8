import JSONTape

/// What is asked of a value, with the other side read as the attribute's type.
enum FilterTest: Sendable {
  case present
  case comparison(Filter.Operator, Operand)

  enum Operand: Sendable {
    /// Null or "": the attribute is unassigned (RFC 7643 §2.5).
    case unassigned
    case text(TextPattern)
    case boolean(Bool)
    case number(JSONNumber)
    case dateTime(DateTime)
    /// A value of another type than the attribute's: nothing equals it.
    case incomparable
  }

  init(
    _ comparison: Filter.Operator, _ value: JSONValue, as attribute: Attribute, at path: String
  ) throws(SCIMError) {
    if comparison.isOrdering, attribute.type == .boolean || attribute.type == .binary {
      throw .invalidFilter(
        "\(path) is a \(attribute.type.rawValue), which has no order; "
          + "compare it with eq or ne (RFC 7644 §3.4.2.2)")
    }
    self = .comparison(
      comparison, try Self.operand(value, comparison: comparison, as: attribute, at: path))
  }

  private static func operand(
    _ value: JSONValue, comparison: Filter.Operator, as attribute: Attribute, at path: String
  ) throws(SCIMError) -> Operand {
    if comparison == .equal || comparison == .notEqual {
      switch value {
      case .null, .string(""): return .unassigned
      default: break
      }
    }
    switch (attribute.type, value) {
    case (.string, _), (.reference, _), (.binary, _):
      guard let text = value.comparedText else { return .incomparable }
      return .text(TextPattern(text, caseExact: attribute.caseExact || attribute.type == .binary))
    case (.boolean, .bool(let flag)): return .boolean(flag)
    case (.boolean, .string(let text)):
      // Entra ID's default mapping has roles[primary eq "True"].
      if text.equalsIgnoringASCIICase("true") { return .boolean(true) }
      return text.equalsIgnoringASCIICase("false") ? .boolean(false) : .incomparable
    case (.integer, .number(let number)), (.decimal, .number(let number)): return .number(number)
    case (.integer, .string(let text)), (.decimal, .string(let text)):
      return JSONNumber(text).map { .number($0) } ?? .incomparable
    case (.dateTime, .string(let text)):
      if !comparison.isOrdering && comparison != .equal && comparison != .notEqual {
        return .text(TextPattern(text, caseExact: false))
      }
      guard let date = DateTime(parsing: text) else {
        throw .invalidFilter("\(path) is compared with a dateTime such as \"2026-01-02T03:04:05Z\"")
      }
      return .dateTime(date)
    default: return .incomparable
    }
  }

  /// Whether the values found, none of them null, pass.
  func passes(_ values: [JSONValue]) -> Bool {
    switch self {
    case .present: return !values.isEmpty
    case .comparison(.equal, .unassigned): return values.isEmpty
    case .comparison(.notEqual, .unassigned): return !values.isEmpty
    case .comparison(.notEqual, let operand):
      return !values.contains { Self.holds(.equal, between: $0, and: operand) }
    case .comparison(let comparison, let operand):
      return values.contains { Self.holds(comparison, between: $0, and: operand) }
    }
  }

  private static func holds(
    _ comparison: Filter.Operator, between value: JSONValue, and operand: Operand
  ) -> Bool {
    switch (value, operand) {
    case (.string(let text), .text(let pattern)): return pattern.holds(comparison, for: text)
    case (.bool(let flag), .boolean(let other)): return comparison == .equal && flag == other
    case (.number(let number), .number(let other)):
      if number == other { return comparison.holds(0) }
      return comparison.holds(number.double < other.double ? -1 : number.double > other.double ? 1 : nil)
    case (.string(let text), .dateTime(let other)):
      return DateTime(parsing: text).map { holds(comparison, between: $0, and: other) } ?? false
    default: return false
    }
  }

  /// Compares to the millisecond, which is as much as a client is shown.
  static func holds(_ comparison: Filter.Operator, between date: DateTime, and other: DateTime) -> Bool {
    let first = date.microseconds.flooredToMilliseconds
    let second = other.microseconds.flooredToMilliseconds
    return comparison.holds(first < second ? -1 : first > second ? 1 : 0)
  }
}

extension Int64 {
  fileprivate var flooredToMilliseconds: Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: 1_000)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension Filter.Operator {
  /// Whether the operator holds for an order of -1, 0 or 1; nil is no order at all.
  func holds(_ order: Int?) -> Bool {
    switch (self, order) {
    case (_, nil): false
    case (.equal, 0?): true
    case (.greaterThan, let order?): order > 0
    case (.greaterThanOrEqual, let order?): order >= 0
    case (.lessThan, let order?): order < 0
    case (.lessThanOrEqual, let order?): order <= 0
    default: false
    }
  }
}
