extension RegularExpressionParser {
  /// What stands in parentheses, after the opening one; `nil` for options alone.
  mutating func group() throws(RegularExpressionError) -> RegularExpressionTree? {
    let outer = options
    guard let tree = try groupBody(from: index - 1) else { return nil }
    options = outer
    return tree
  }

  private mutating func groupBody(from start: Int) throws(RegularExpressionError) -> RegularExpressionTree? {
    guard skip("?") else {
      if options.capturesNamedOnly { return try closed(from: start) }
      unnamedGroups += 1
      return .group(.number(unnamedGroups), try closed(from: start))
    }
    if skip(":") { return try closed(from: start) }
    if skip(">") { return .atomic(try closed(from: start)) }
    if skip("=") { return .look(try closed(from: start), isBehind: false, isNegative: false) }
    if skip("!") { return .look(try closed(from: start), isBehind: false, isNegative: true) }
    if skip(all: "<=") { return .look(try closed(from: start), isBehind: true, isNegative: false) }
    if skip(all: "<!") { return .look(try closed(from: start), isBehind: true, isNegative: true) }
    if skip("<") { return try named(until: ">", from: start) }
    if skip("'") { return try named(until: "'", from: start) }
    if current == "P", peek() == "<" {
      throw error("a named group is written (?<name>…) here, without the P")
    }
    if current == "(" { throw error("conditional groups are not supported") }
    return try optionGroup(from: start)
  }

  private mutating func closed(from start: Int) throws(RegularExpressionError) -> RegularExpressionTree {
    let tree = try alternatives()
    guard skip(")") else { throw error("the `)` of this group is missing", at: start) }
    return tree
  }

  private mutating func named(until end: Unicode.Scalar, from start: Int) throws(RegularExpressionError)
    -> RegularExpressionTree
  {
    guard let name = groupName(until: end) else {
      throw error("a group's name is letters, digits and `_`, then `\(end)`")
    }
    if !groupNames.contains(name) { groupNames.append(name) }
    return .group(.name(name), try closed(from: start))
  }

  mutating func groupName(until end: Unicode.Scalar) -> String? {
    let start = index
    while let scalar = current, CharacterClass.isWord(scalar) { index += 1 }
    guard index > start, current == end else { return nil }
    let name = scalars[start..<index].asString
    index += 1
    return name
  }

  /// `(?i)` for the rest of the enclosing group, `(?i-s:…)` for one of its own.
  private mutating func optionGroup(from start: Int) throws(RegularExpressionError) -> RegularExpressionTree?
  {
    var isOn = true
    while let scalar = current, scalar != ")", scalar != ":" {
      switch scalar {
      case "-": isOn = false
      case "+": isOn = true
      case "i": options.ignoresCase = isOn
      case "m": options.isMultiline = isOn
      case "s": options.dotMatchesNewline = isOn
      case "n": options.capturesNamedOnly = isOn
      case "x": options.ignoresWhiteSpace = isOn
      default: throw error("the options are i, m, s, n and x, not `\(scalar)`")
      }
      index += 1
    }
    if skip(":") { return try closed(from: start) }
    guard skip(")") else { throw error("the `)` of this group is missing", at: start) }
    return nil
  }
}
