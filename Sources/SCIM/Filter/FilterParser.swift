import JSONTape

/// A recursive descent parser for filters and for the value paths of PATCH (RFC 7644, figure 1 and
/// figure 7). `and` binds more strongly than `or`; `not` takes a filter in parentheses.
struct FilterParser {
  static let maximumBytes = 8_192
  static let maximumDepth = 32

  private var scanner: FilterScanner
  private var depth = 0
  private(set) var tolerances: [Tolerance] = []

  init(_ text: String) {
    scanner = FilterScanner(text)
  }

  /// The whole text as a filter.
  mutating func filter() throws(FilterSyntaxError) -> Filter {
    try checkLength()
    let filter = try disjunction(inside: nil)
    scanner.skipSpaces()
    guard scanner.isAtEnd else {
      throw scanner.failure("expected 'and', 'or' or the end")
    }
    return filter
  }

  /// The whole text as a PATCH path.
  mutating func patchPath() throws(FilterSyntaxError) -> PatchPath {
    try checkLength()
    let attribute = try scanner.attributePath()
    if scanner.isAtEnd { return .attribute(attribute) }
    guard scanner.current == .leftBracket else {
      throw scanner.failure("expected '[' or the end of the path")
    }
    let filter = try bracketed(attribute)
    if scanner.isAtEnd { return .valuePath(attribute, filter, subName: nil) }
    guard scanner.skip(.dot) else {
      throw scanner.failure("expected '.' and a sub-attribute, or the end of the path")
    }
    let subName = try scanner.subAttributeName()
    guard scanner.isAtEnd else {
      throw scanner.failure("expected the end of the path")
    }
    return .valuePath(attribute, filter, subName: subName)
  }

  private func checkLength() throws(FilterSyntaxError) {
    guard scanner.bytes.count <= Self.maximumBytes else {
      throw scanner.failure("it has more than \(Self.maximumBytes) bytes", at: Self.maximumBytes)
    }
  }

  private mutating func disjunction(inside: AttributePath?) throws(FilterSyntaxError) -> Filter {
    var terms = [try conjunction(inside: inside)]
    while skipConnective("or") { terms.append(try conjunction(inside: inside)) }
    return terms.count == 1 ? terms[0] : .or(terms)
  }

  private mutating func conjunction(inside: AttributePath?) throws(FilterSyntaxError) -> Filter {
    var terms = [try operand(inside: inside)]
    while skipConnective("and") { terms.append(try operand(inside: inside)) }
    return terms.count == 1 ? terms[0] : .and(terms)
  }

  private mutating func skipConnective(_ word: String) -> Bool {
    var ahead = scanner
    ahead.skipSpaces()
    let before = ahead.byte(at: ahead.position - 1)
    guard before == .space || before == .rightParenthesis || before == .rightBracket, ahead.skipWord(word)
    else { return false }
    scanner = ahead
    return true
  }

  private mutating func operand(inside: AttributePath?) throws(FilterSyntaxError) -> Filter {
    scanner.skipSpaces()
    if scanner.skip(.leftParenthesis) { return try parenthesised(inside: inside) }
    if scanner.skipNegation() { return .not(try parenthesised(inside: inside)) }
    let start = scanner.position
    let path = try scanner.attributePath()
    guard scanner.current == .leftBracket else { return try expression(on: path, inside: inside) }
    guard inside == nil else {
      throw scanner.failure("a value path can't hold another value path", at: start)
    }
    let filter = try bracketed(path)
    guard scanner.skip(.dot) else { return .valuePath(path, filter) }
    let subPath = AttributePath(name: try scanner.subAttributeName())
    let comparison = try expression(on: subPath, inside: path)
    tolerances.append(
      Tolerance(
        rule: "valuePathComparison", path: "\(path)[…].\(subPath)",
        detail: "a comparison after a value path read as one inside it"))
    return .valuePath(path, .and([filter, comparison]))
  }

  private mutating func parenthesised(inside: AttributePath?) throws(FilterSyntaxError) -> Filter {
    try enter()
    let filter = try disjunction(inside: inside)
    scanner.skipSpaces()
    guard scanner.skip(.rightParenthesis) else {
      throw scanner.failure("expected 'and', 'or' or ')'")
    }
    depth -= 1
    return filter
  }

  private mutating func bracketed(_ path: AttributePath) throws(FilterSyntaxError) -> Filter {
    guard scanner.skip(.leftBracket) else { throw scanner.failure("expected '['") }
    do throws(FilterSyntaxError) {
      try enter()
      let filter = try disjunction(inside: path)
      scanner.skipSpaces()
      guard scanner.skip(.rightBracket) else {
        throw scanner.failure("expected 'and', 'or' or ']'")
      }
      depth -= 1
      return filter
    } catch {
      throw FilterSyntaxError(
        offset: error.offset, expectation: error.expectation, isInsideBrackets: true)
    }
  }

  private mutating func enter() throws(FilterSyntaxError) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw scanner.failure("it is nested more than \(Self.maximumDepth) deep")
    }
  }

  private mutating func expression(
    on path: AttributePath, inside: AttributePath?
  ) throws(FilterSyntaxError) -> Filter {
    guard scanner.current == .space else {
      throw scanner.failure("expected a space and an operator")
    }
    scanner.skipSpaces()
    let start = scanner.position
    let word = scanner.letters().lowercased()
    if word == "pr" {
      try expectBoundary()
      return .present(path)
    }
    guard let comparison = Filter.Operator(rawValue: word) else {
      throw scanner.failure(
        "expected an operator: eq, ne, co, sw, ew, gt, ge, lt, le or pr", at: start)
    }
    guard scanner.current == .space else {
      throw scanner.failure("expected a space and a value")
    }
    scanner.skipSpaces()
    return .comparison(path, comparison, try value(of: path, inside: inside))
  }

  private func expectBoundary() throws(FilterSyntaxError) {
    switch scanner.current {
    case nil, .space, .rightParenthesis, .rightBracket: return
    default: throw scanner.failure("expected a space, ')', ']' or the end")
    }
  }

  private mutating func value(
    of path: AttributePath, inside: AttributePath?
  ) throws(FilterSyntaxError) -> JSONValue {
    let start = scanner.position
    if scanner.current == .quote {
      guard let quoted = scanner.quotedString() else {
        throw scanner.failure("the string that begins here has no closing quote", at: start)
      }
      try expectBoundary()
      guard case .string(let string)? = try? JSONValue(parsing: quoted) else {
        throw scanner.failure("expected a JSON string (RFC 8259 §7)", at: start)
      }
      return .string(string)
    }
    let token = Array(scanner.token())
    try expectBoundary()
    switch token.isEmpty ? nil : try? JSONValue(parsing: token) {
    case let literal? where literal.isScalarWithoutQuotes: return literal
    default: break
    }
    guard !token.isEmpty, Self.takesUnquoted(path, inside: inside) else {
      throw scanner.failure(
        "expected a JSON value: a string in double quotes, a number, true, false or null", at: start)
    }
    tolerances.append(
      Tolerance(
        rule: "unquotedFilterValue", path: inside.map { "\($0).\(path)" } ?? "\(path)",
        detail: "a value without quotes read as a string"))
    return .string(String(decoding: token, as: UTF8.self))
  }

  /// Whether Entra ID's older client and its reference checks compare this attribute with a value that
  /// has no quotes.
  private static func takesUnquoted(_ path: AttributePath, inside: AttributePath?) -> Bool {
    guard path.subName?.equalsIgnoringASCIICase("value") ?? true else { return false }
    let names = ["id", "externalId", "manager", "members"]
    if let inside {
      return path.name.equalsIgnoringASCIICase("value")
        && names.suffix(2).contains { inside.name.equalsIgnoringASCIICase($0) }
    }
    return names.contains { path.name.equalsIgnoringASCIICase($0) }
  }
}

extension JSONValue {
  fileprivate var isScalarWithoutQuotes: Bool {
    switch self {
    case .null, .bool, .number: true
    default: false
    }
  }

  /// The text that a literal stands for where text is expected: a string, or a number as it was written,
  /// since clients also leave out the quotes of ids that have digits only.
  var comparedText: String? {
    switch self {
    case .string(let text): text
    case .number(let number): number.text
    default: nil
    }
  }
}
