/// A parsed regular expression.
indirect enum RegularExpressionTree: Sendable {
  enum Assertion: Sendable, Hashable {
    case textStart, textEnd, textEndOrLastLine, lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  /// A group by number, or by name until all numbers are known.
  enum Group: Sendable, Hashable {
    case number(Int)
    case name(String)
  }

  case empty
  case scalar(Unicode.Scalar)
  case characters(CharacterClass)
  case sequence([RegularExpressionTree])
  case alternatives([RegularExpressionTree])
  case group(Group, RegularExpressionTree)
  case repetition(RegularExpressionTree, least: Int, most: Int?, isLazy: Bool)
  case assertion(Assertion)
  case look(RegularExpressionTree, isBehind: Bool, isNegative: Bool)
  case atomic(RegularExpressionTree)
  case backreference(Group, ignoresCase: Bool)

  /// Whether it may match without moving on.
  var canBeEmpty: Bool {
    switch self {
    case .empty, .assertion, .look, .backreference: true
    case .scalar, .characters: false
    case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
    case .alternatives(let parts): parts.contains(where: \.canBeEmpty)
    case .group(_, let tree), .atomic(let tree): tree.canBeEmpty
    case .repetition(let tree, let least, _, _): least == 0 || tree.canBeEmpty
    }
  }

  /// The characters it matches one of, when it is a single character.
  var characters: CharacterClass? {
    switch self {
    case .scalar(let scalar): CharacterClass([.range(scalar.value...scalar.value)])
    case .characters(let characters): characters
    default: nil
    }
  }
}
