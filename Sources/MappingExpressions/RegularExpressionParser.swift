/// Reads a pattern in .NET's syntax.
///
/// Everything but conditional groups, balancing groups and matching from right to left is there. What .NET
/// refuses, such as possessive quantifiers, is refused too.
struct RegularExpressionParser {
  struct Options {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
    var capturesNamedOnly = false
    var ignoresWhiteSpace = false
  }

  static let nesting = 64
  static let length = 10_000
  static let repetition = 1000

  let scalars: [Unicode.Scalar]
  var index = 0
  var options = Options()
  var unnamedGroups = 0
  var groupNames: [String] = []
  /// References to check once all groups are known, with where they stand.
  var references: [(RegularExpressionTree.Group, Int)] = []
  private var depth = 0

  init(_ pattern: String, ignoringCase: Bool) throws(RegularExpressionError) {
    scalars = Array(pattern.unicodeScalars.prefix(Self.length + 1))
    options.ignoresCase = ignoringCase
    guard scalars.count <= Self.length else {
      throw .invalid(position: Self.length, message: "a pattern has at most \(Self.length) characters")
    }
  }

  mutating func parse() throws(RegularExpressionError) -> RegularExpressionTree {
    let tree = try alternatives()
    guard index == scalars.count else { throw error("a `)` too many") }
    for (group, position) in references {
      let isThere =
        switch group {
        case .number(let number): number <= unnamedGroups + groupNames.count
        case .name(let name): groupNames.contains(name)
        }
      guard isThere else { throw error("there is no such group to refer to", at: position) }
    }
    return tree
  }

  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func peek(_ distance: Int = 1) -> Unicode.Scalar? {
    index + distance < scalars.count ? scalars[index + distance] : nil
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    index += 1
    return true
  }

  /// Skips `text`, which is ASCII, when it comes next.
  mutating func skip(all text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  func error(_ message: String, at position: Int? = nil) -> RegularExpressionError {
    .invalid(position: position ?? index, message: message)
  }

  // MARK: Structure

  mutating func alternatives() throws(RegularExpressionError) -> RegularExpressionTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.nesting else { throw error("groups are nested deeper than \(Self.nesting)") }
    var branches = [try sequence()]
    while skip("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(RegularExpressionError) -> RegularExpressionTree {
    var parts: [RegularExpressionTree] = []
    while true {
      skipIgnored()
      guard let scalar = current, scalar != "|", scalar != ")" else { break }
      guard let atom = try atom() else { continue }
      skipIgnored()
      parts.append(try quantified(atom))
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
  }

  /// Comments, and white space where it means nothing.
  private mutating func skipIgnored() {
    while true {
      if current == "(", peek() == "?", peek(2) == "#" {
        while let scalar = current, scalar != ")" { index += 1 }
        _ = skip(")")
      } else if options.ignoresWhiteSpace, let scalar = current, scalar.properties.isWhitespace {
        index += 1
      } else if options.ignoresWhiteSpace, current == "#" {
        while let scalar = current, scalar != "\n" { index += 1 }
      } else {
        return
      }
    }
  }

  /// One piece without its quantifier; `nil` for one that only sets options.
  private mutating func atom() throws(RegularExpressionError) -> RegularExpressionTree? {
    let start = index
    guard let scalar = current else { return nil }
    index += 1
    switch scalar {
    case "(": return try group()
    case "[": return .characters(try characterClass())
    case "\\": return try escape()
    case ".":
      return .characters(CharacterClass(options.dotMatchesNewline ? [.range(0...0x10FFFF)] : [.notNewline]))
    case "^": return .assertion(options.isMultiline ? .lineStart : .textStart)
    case "$": return .assertion(options.isMultiline ? .lineEnd : .textEndOrLastLine)
    case "*", "+", "?": throw error("`\(scalar)` has nothing before it to repeat", at: start)
    case "{":
      index = start
      if try quantifier() != nil { throw error("the braces have nothing before them to repeat", at: start) }
      index = start + 1
      return literal(scalar)
    default: return literal(scalar)
    }
  }

  func literal(_ scalar: Unicode.Scalar) -> RegularExpressionTree {
    let hasCase = scalar.simpleLowercase != scalar || scalar.simpleUppercase != scalar
    guard options.ignoresCase, hasCase else { return .scalar(scalar) }
    return .characters(CharacterClass([.range(scalar.value...scalar.value)], ignoresCase: true))
  }

  // MARK: Quantifiers

  private mutating func quantified(_ atom: RegularExpressionTree) throws(RegularExpressionError)
    -> RegularExpressionTree
  {
    guard let (least, most) = try quantifier() else { return atom }
    let isLazy = skip("?")
    skipIgnored()
    let again = index
    if current == "*" || current == "+" || current == "?" {
      throw error("a quantifier follows a quantifier; put a group around the first", at: again)
    }
    if try quantifier() != nil {
      throw error("a quantifier follows a quantifier; put a group around the first", at: again)
    }
    return .repetition(atom, least: least, most: most, isLazy: isLazy)
  }

  private mutating func quantifier() throws(RegularExpressionError) -> (least: Int, most: Int?)? {
    let start = index
    if skip("*") { return (0, nil) }
    if skip("+") { return (1, nil) }
    if skip("?") { return (0, 1) }
    guard skip("{"), let least = count() else {
      index = start
      return nil
    }
    var most: Int? = least
    if skip(",") { most = current == "}" ? nil : count() ?? -1 }
    guard skip("}"), most != -1 else {
      // Braces that are no quantifier stand for themselves.
      index = start
      return nil
    }
    if let most, most < least { throw error("the counts are the wrong way round", at: start) }
    guard max(least, most ?? 0) <= Self.repetition else {
      throw error("a count is at most \(Self.repetition)", at: start)
    }
    return (least, most)
  }

  private mutating func count() -> Int? {
    var value: Int?
    while let scalar = current, scalar.isASCIIDigit {
      value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), Self.repetition + 1)
      index += 1
    }
    return value
  }
}
