extension RegularExpressionParser {
  /// What an escape outside of brackets stands for, after its backslash.
  mutating func escape() throws(RegularExpressionError) -> RegularExpressionTree {
    let start = index - 1
    guard let scalar = current else { throw error("a backslash ends the pattern", at: start) }
    if let member = try memberEscape() {
      return .characters(CharacterClass([member], ignoresCase: false))
    }
    switch scalar {
    case "A": return assertion(.textStart)
    case "Z": return assertion(.textEndOrLastLine)
    case "z": return assertion(.textEnd)
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "G": throw error("\\G is not supported", at: start)
    case "k":
      index += 1
      let end: Unicode.Scalar? = skip("<") ? ">" : skip("'") ? "'" : nil
      guard let end, let name = groupName(until: end) else {
        throw error("a reference to a group is written \\k<name>", at: start)
      }
      return reference(Int(name).map { .number($0) } ?? .name(name), at: start)
    case "1"..."9":
      var number = 0
      while let digit = current, digit.isASCIIDigit, number < 1000 {
        number = number * 10 + Int(digit.value - 0x30)
        index += 1
      }
      return reference(.number(number), at: start)
    default: return literal(try scalarEscape())
    }
  }

  private mutating func assertion(_ assertion: RegularExpressionTree.Assertion) -> RegularExpressionTree {
    index += 1
    return .assertion(assertion)
  }

  private mutating func reference(_ group: RegularExpressionTree.Group, at position: Int)
    -> RegularExpressionTree
  {
    references.append((group, position))
    return .backreference(group, ignoresCase: options.ignoresCase)
  }

  /// `\d`, `\W`, `\p{Lu}` and their like; `nil` for another escape.
  private mutating func memberEscape() throws(RegularExpressionError) -> CharacterClass.Member? {
    let start = index
    guard let scalar = current else { return nil }
    index += 1
    switch scalar {
    case "d": return .digit
    case "D": return .not(.digit)
    case "w": return .word
    case "W": return .not(.word)
    case "s": return .space
    case "S": return .not(.space)
    case "p", "P":
      guard skip("{"), let end = scalars[index...].firstIndex(of: "}") else {
        throw error("a category is written \\p{Lu}", at: start)
      }
      let name = scalars[index..<end].asString
      index = end + 1
      let member: CharacterClass.Member
      if let names = Unicode.GeneralCategory.abbreviations(named: name) {
        member = .category(names)
      } else if let block = Unicode.GeneralCategory.block(named: name) {
        member = .range(block)
      } else {
        throw error(
          "there is no category \(name); \\p{L}, \\p{Lu}, \\p{Nd} and \\p{IsGreek} are some", at: start)
      }
      return scalar == "p" ? member : .not(member)
    default:
      index = start
      return nil
    }
  }

  /// An escape that stands for one character.
  private mutating func scalarEscape() throws(RegularExpressionError) -> Unicode.Scalar {
    let start = index - 1
    guard let scalar = current else { throw error("a backslash ends the pattern", at: start) }
    index += 1
    switch scalar {
    case "t": return "\t"
    case "n": return "\n"
    case "r": return "\r"
    case "f": return "\u{0C}"
    case "v": return "\u{0B}"
    case "a": return "\u{07}"
    case "e": return "\u{1B}"
    case "0": return "\0"
    case "x": return try hexadecimal(2, from: start)
    case "u": return try hexadecimal(4, from: start)
    case "c":
      guard let letter = current, letter.isASCIILetter, let control = Unicode.Scalar(letter.value & 0x1F)
      else {
        throw error("a letter is expected after \\c", at: start)
      }
      index += 1
      return control
    default:
      guard !scalar.isASCIILetter, !scalar.isASCIIDigit, scalar != "_" else {
        throw error("there is no escape \\\(scalar)", at: start)
      }
      return scalar
    }
  }

  private mutating func hexadecimal(_ digits: Int, from start: Int) throws(RegularExpressionError)
    -> Unicode.Scalar
  {
    let text = scalars[index...].prefix(digits).asString
    guard text.utf8.count == digits, text.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit),
      let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value)
    else { throw error("\(digits) hexadecimal digits of a character are expected", at: start) }
    index += digits
    return scalar
  }

  /// What stands in brackets, after the opening one.
  mutating func characterClass(depth: Int = 1) throws(RegularExpressionError) -> CharacterClass {
    let start = index - 1
    guard depth <= 8 else { throw error("classes are nested deeper than 8", at: start) }
    let isNegated = skip("^")
    var members: [CharacterClass.Member] = []
    var subtracted: CharacterClass?
    var isFirst = true
    var classes = 0
    while let scalar = current, scalar != "]" || isFirst {
      isFirst = false
      if scalar == "-", peek() == "[", !members.isEmpty {
        index += 2
        subtracted = try characterClass(depth: depth + 1)
        guard current == "]" else { throw error("a subtracted class must be the last thing in the brackets") }
        break
      }
      let member = try classMember()
      if case .range = member {} else { classes += 1 }
      guard classes <= 64 else { throw error("brackets hold at most 64 classes such as \\d", at: start) }
      members.append(member)
    }
    guard skip("]") else { throw error("the `]` of this class is missing", at: start) }
    return CharacterClass(
      members, isNegated: isNegated, ignoresCase: options.ignoresCase, subtracting: subtracted)
  }

  private mutating func classMember() throws(RegularExpressionError) -> CharacterClass.Member {
    let start = index
    if current == "\\" {
      index += 1
      if let member = try memberEscape() { return member }
      index = start
    }
    let first = try classScalar()
    guard current == "-", let after = peek(), after != "]", after != "[" else {
      return .range(first.value...first.value)
    }
    index += 1
    if current == "\\", let letter = peek(), "dDwWsSpP".unicodeScalars.contains(letter) {
      throw error("a range cannot end in a class", at: start)
    }
    let last = try classScalar()
    guard first.value <= last.value else { throw error("the range is the wrong way round", at: start) }
    return .range(first.value...last.value)
  }

  private mutating func classScalar() throws(RegularExpressionError) -> Unicode.Scalar {
    guard let scalar = current else { throw error("the `]` of this class is missing") }
    index += 1
    guard scalar == "\\" else { return scalar }
    if skip("b") { return "\u{08}" }
    return try scalarEscape()
  }
}
