/// A regular expression in .NET's syntax whose matching ends after a bounded number of steps.
///
///     let pattern = try BoundedRegularExpression("(?<code>\\d+)-.*")
///     try pattern.fullMatch("49-30")  // true
///
/// The bound counts steps, not time: 1,000,000 and 16 more for each character of the text. The same pattern
/// on the same text ends the same way on every machine. Texts are seen as Unicode scalars.
///
/// Not supported are conditional and balancing groups, `\G`, and matching from right to left.
public struct BoundedRegularExpression: Sendable, Hashable {
  /// What matched.
  public struct Match: Sendable, Hashable {
    /// The matched text.
    public var text: String
    /// Where it stands, in Unicode scalars.
    public var range: Range<Int>
    /// What the named groups matched; a group that took no part is not there.
    public var groups: [String: String]
  }

  public let pattern: String
  private let ignoresCase: Bool
  private let program: RegularExpressionProgram

  /// Compiles `pattern`, which has at most 10,000 characters.
  ///
  /// - Throws: `RegularExpressionError.invalid` with the place and what would be right.
  public init(_ pattern: String, ignoringCase: Bool = false) throws(RegularExpressionError) {
    self.pattern = pattern
    ignoresCase = ignoringCase
    program = try RegularExpressionProgram(pattern, ignoringCase: ignoringCase)
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.pattern.isExactly(right.pattern) && left.ignoresCase == right.ignoresCase
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(pattern)
    hasher.combine(ignoresCase)
  }

  /// Whether the pattern matches all of `text`, as if it stood between `\A(?:` and `)\z`.
  ///
  /// - Throws: `RegularExpressionError.stepLimit`.
  public func fullMatch(_ text: String) throws(RegularExpressionError) -> Bool {
    var matcher = RegularExpressionMatcher(program, Array(text.unicodeScalars))
    return try matcher.match(at: 0, toEnd: true) != nil
  }

  /// The first place where the pattern matches.
  ///
  /// - Throws: `RegularExpressionError.stepLimit`.
  public func firstMatch(in text: String) throws(RegularExpressionError) -> Match? {
    var matcher = RegularExpressionMatcher(program, Array(text.unicodeScalars))
    guard let range = try matcher.firstMatch(from: 0) else { return nil }
    var groups: [String: String] = [:]
    for (name, number) in program.groupNumbers {
      groups[name] = matcher.range(of: number).map { matcher.text[$0].asString }
    }
    return Match(text: matcher.text[range].asString, range: range, groups: groups)
  }

  /// `text` with each match replaced; groups stand in `template` as `${name}` and `$1`.
  ///
  /// - Throws: `RegularExpressionError.stepLimit`, also when the result would be longer than 1 MB.
  public func replacingMatches(in text: String, with template: String) throws(RegularExpressionError)
    -> String
  {
    try replacingMatches(in: text, with: RegularExpressionTemplate(template))
  }

  /// The number of a group, by its name or number.
  func group(named name: String) -> Int? {
    program.groupNumbers[name] ?? Int(name).flatMap { (0...program.groupCount).contains($0) ? $0 : nil }
  }

  /// What `group` matched at the pattern's first match.
  func firstMatch(of group: Int, in text: String) throws(RegularExpressionError) -> String? {
    var matcher = RegularExpressionMatcher(program, Array(text.unicodeScalars))
    guard try matcher.firstMatch(from: 0) != nil else { return nil }
    return matcher.range(of: group).map { matcher.text[$0].asString }
  }

  func replacingMatches(in text: String, with template: RegularExpressionTemplate)
    throws(RegularExpressionError) -> String
  {
    try replacing(in: text) { matcher, range, result in
      for part in template.parts where result.count <= ExpressionLimits.text {
        matcher.append(part, of: range, self, to: &result)
      }
      return range
    }
  }

  /// `text` with what `group` matched replaced, at each match.
  func replacingGroup(_ group: Int, in text: String, with replacement: String) throws(RegularExpressionError)
    -> String
  {
    let replacement = Array(replacement.unicodeScalars)
    return try replacing(in: text) { matcher, _, result in
      guard let place = matcher.range(of: group) else { return nil }
      result.append(contentsOf: replacement)
      return place
    }
  }

  /// Calls `replace` with each match; it appends what takes the place of the range it returns.
  private func replacing(
    in text: String, _ replace: (RegularExpressionMatcher, Range<Int>, inout [Unicode.Scalar]) -> Range<Int>?
  ) throws(RegularExpressionError) -> String {
    var matcher = RegularExpressionMatcher(program, Array(text.unicodeScalars))
    var result: [Unicode.Scalar] = []
    var copied = 0
    var position = 0
    while position <= matcher.text.count, let range = try matcher.firstMatch(from: position) {
      var replaced: [Unicode.Scalar] = []
      // A group in a look may lie before what was already replaced; its text is gone then.
      if let place = replace(matcher, range, &replaced), place.lowerBound >= copied {
        result.append(contentsOf: matcher.text[copied..<place.lowerBound])
        result.append(contentsOf: replaced)
        copied = place.upperBound
      }
      guard result.count <= ExpressionLimits.text else { throw .stepLimit(ExpressionLimits.text) }
      position = range.isEmpty ? range.upperBound + 1 : range.upperBound
    }
    result.append(contentsOf: matcher.text[copied...])
    return result.asString
  }
}

extension RegularExpressionMatcher {
  /// Where `group` matched; `nil` when it took no part.
  func range(of group: Int) -> Range<Int>? {
    let (start, end) = (slots[2 * group], slots[2 * group + 1])
    return start >= 0 && end >= start ? start..<end : nil
  }

  fileprivate func append(
    _ part: RegularExpressionTemplate.Part, of range: Range<Int>, _ pattern: BoundedRegularExpression,
    to result: inout [Unicode.Scalar]
  ) {
    switch part {
    case .text(let text): result.append(contentsOf: text)
    case .group(let name, let written):
      if let group = pattern.group(named: name) {
        if let place = self.range(of: group) { result.append(contentsOf: text[place]) }
      } else {
        result.append(contentsOf: written)
      }
    case .match: result.append(contentsOf: text[range])
    case .before: result.append(contentsOf: text[..<range.lowerBound])
    case .after: result.append(contentsOf: text[range.upperBound...])
    case .whole: result.append(contentsOf: text)
    case .lastGroup:
      if let place = self.range(of: program.groupCount) { result.append(contentsOf: text[place]) }
    }
  }
}
