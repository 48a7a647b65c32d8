public import JSONTape

/// A filter expression (RFC 7644 §3.4.2.2), as written: names are not looked up in a schema yet.
public indirect enum Filter: Sendable, Hashable {
  public enum Operator: String, Sendable, CaseIterable {
    case equal = "eq"
    case notEqual = "ne"
    case contains = "co"
    case startsWith = "sw"
    case endsWith = "ew"
    case greaterThan = "gt"
    case greaterThanOrEqual = "ge"
    case lessThan = "lt"
    case lessThanOrEqual = "le"

    /// Whether the operator asks for an order, which booleans and binary values don't have.
    var isOrdering: Bool {
      switch self {
      case .greaterThan, .greaterThanOrEqual, .lessThan, .lessThanOrEqual: true
      default: false
      }
    }
  }

  case and([Filter])
  case or([Filter])
  case not(Filter)
  /// The value is a string, a number, a boolean or null.
  case comparison(AttributePath, Operator, JSONValue)
  case present(AttributePath)
  /// One value of the attribute has to match the filter as a whole; paths in it are relative to that
  /// value.
  case valuePath(AttributePath, Filter)

  /// Reads a filter.
  ///
  /// ```swift
  /// try Filter(parsing: #"userName eq "bjensen" and active eq true"#)
  /// ```
  ///
  /// Operators and names are taken in any case. Two departures from the grammar are read too, because
  /// Entra ID sends them: `emails[type eq "work"].value eq "x"`, and values without quotes beside `id`,
  /// `externalId`, `manager` and `members`.
  ///
  /// Throws `invalidFilter` with the offset, in characters from 0, of what is wrong. A filter over
  /// 8,192 bytes or nested more than 32 deep is refused.
  public init(parsing text: String) throws(SCIMError) {
    var tolerances: [Tolerance] = []
    try self.init(parsing: text, tolerances: &tolerances)
  }

  /// Reads a filter and records where it departed from the grammar: `unquotedFilterValue`,
  /// `valuePathComparison`.
  public init(parsing text: String, tolerances: inout [Tolerance]) throws(SCIMError) {
    var parser = FilterParser(text)
    do throws(FilterSyntaxError) {
      self = try parser.filter()
    } catch {
      throw .invalidFilter(error.description(in: text, called: "filter"))
    }
    tolerances += parser.tolerances
  }
}
