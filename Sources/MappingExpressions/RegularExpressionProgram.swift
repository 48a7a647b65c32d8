/// A pattern as instructions for `RegularExpressionMatcher`.
struct RegularExpressionProgram: Sendable {
  enum Instruction: Sendable {
    case scalar(Unicode.Scalar, isBackward: Bool)
    case characters(CharacterClass, isBackward: Bool)
    /// As many characters of a class as there are, giving back one at a time.
    case run(CharacterClass, least: Int, most: Int)
    /// Goes on at `first`, and at `second` when that fails.
    case split(first: Int, second: Int)
    case jump(Int)
    /// Notes the position in a slot.
    case save(Int)
    /// Fails when the position is the one noted, so that no loop turns in place.
    case requireProgress(Int)
    case assertion(RegularExpressionTree.Assertion)
    case backreference(Int, ignoresCase: Bool, isBackward: Bool)
    /// Tries what follows up to `end`, without moving on.
    case look(isNegative: Bool, end: Int)
    /// Matches what follows up to `end`, and takes nothing of it back.
    case atomic(end: Int)
    case accept
  }

  /// Where a match can begin.
  enum Beginning: Sendable {
    case anywhere
    case textStart
    case characters(CharacterClass)
  }

  static let size = 20_000

  private(set) var instructions: [Instruction] = []
  private(set) var slotCount = 0
  private(set) var beginning = Beginning.anywhere
  let groupCount: Int
  /// The number of each named group.
  let groupNumbers: [String: Int]

  init(_ pattern: String, ignoringCase: Bool) throws(RegularExpressionError) {
    var parser = try RegularExpressionParser(pattern, ignoringCase: ignoringCase)
    let tree = try parser.parse()
    // Named groups are numbered after all the others, as in .NET.
    var numbers: [String: Int] = [:]
    for (index, name) in parser.groupNames.enumerated() { numbers[name] = parser.unnamedGroups + index + 1 }
    groupNumbers = numbers
    groupCount = parser.unnamedGroups + parser.groupNames.count
    slotCount = 2 * (groupCount + 1)
    try emit(tree, isBackward: false)
    try add(.accept)
    beginning = firstCharacters()
  }

  private mutating func add(_ instruction: Instruction) throws(RegularExpressionError) {
    guard instructions.count < Self.size else {
      throw .invalid(position: 0, message: "the pattern is too large; its counts multiply each other")
    }
    instructions.append(instruction)
  }

  private func number(of group: RegularExpressionTree.Group) -> Int {
    switch group {
    case .number(let number): number
    case .name(let name): groupNumbers[name] ?? 0
    }
  }

  private mutating func emit(_ tree: RegularExpressionTree, isBackward: Bool) throws(RegularExpressionError) {
    switch tree {
    case .empty: break
    case .scalar(let scalar): try add(.scalar(scalar, isBackward: isBackward))
    case .characters(let characters): try add(.characters(characters, isBackward: isBackward))
    case .sequence(let parts):
      for part in isBackward ? parts.reversed() : parts { try emit(part, isBackward: isBackward) }
    case .alternatives(let branches): try emitAlternatives(branches, isBackward: isBackward)
    case .group(let group, let body):
      let slot = 2 * number(of: group)
      try add(.save(isBackward ? slot + 1 : slot))
      try emit(body, isBackward: isBackward)
      try add(.save(isBackward ? slot : slot + 1))
    case .repetition(let body, let least, let most, let isLazy):
      try emitRepetition(of: body, least: least, most: most, isLazy: isLazy, isBackward: isBackward)
    case .assertion(let assertion): try add(.assertion(assertion))
    case .look(let body, let isBehind, let isNegative):
      try emitEnclosed(body, isBackward: isBehind) { .look(isNegative: isNegative, end: $0) }
    case .atomic(let body): try emitEnclosed(body, isBackward: isBackward) { .atomic(end: $0) }
    case .backreference(let group, let ignoresCase):
      try add(.backreference(number(of: group), ignoresCase: ignoresCase, isBackward: isBackward))
    }
  }

  private mutating func emitEnclosed(
    _ body: RegularExpressionTree, isBackward: Bool, _ instruction: (Int) -> Instruction
  ) throws(RegularExpressionError) {
    let start = instructions.count
    try add(.accept)
    try emit(body, isBackward: isBackward)
    try add(.accept)
    instructions[start] = instruction(instructions.count)
  }

  private mutating func emitAlternatives(_ branches: [RegularExpressionTree], isBackward: Bool)
    throws(RegularExpressionError)
  {
    var jumps: [Int] = []
    for (index, branch) in branches.enumerated() {
      guard index < branches.count - 1 else {
        try emit(branch, isBackward: isBackward)
        break
      }
      let split = instructions.count
      try add(.accept)
      try emit(branch, isBackward: isBackward)
      jumps.append(instructions.count)
      try add(.accept)
      instructions[split] = .split(first: split + 1, second: instructions.count)
    }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func emitRepetition(
    of body: RegularExpressionTree, least: Int, most: Int?, isLazy: Bool, isBackward: Bool
  ) throws(RegularExpressionError) {
    if !isLazy, !isBackward, let characters = body.characters {
      return try add(.run(characters, least: least, most: most ?? .max))
    }
    for _ in 0..<least { try emit(body, isBackward: isBackward) }
    func split(_ inside: Int, _ outside: Int) -> Instruction {
      isLazy ? .split(first: outside, second: inside) : .split(first: inside, second: outside)
    }
    if let most {
      var splits: [Int] = []
      for _ in 0..<(most - least) {
        splits.append(instructions.count)
        try add(.accept)
        try emit(body, isBackward: isBackward)
      }
      for index in splits { instructions[index] = split(index + 1, instructions.count) }
      return
    }
    let loop = instructions.count
    try add(.accept)
    let mark = body.canBeEmpty ? slotCount : nil
    if let mark {
      slotCount += 1
      try add(.save(mark))
    }
    try emit(body, isBackward: isBackward)
    if let mark { try add(.requireProgress(mark)) }
    try add(.jump(loop))
    instructions[loop] = split(loop + 1, instructions.count)
  }

  private func firstCharacters() -> Beginning {
    for instruction in instructions {
      switch instruction {
      case .save: continue
      case .scalar(let scalar, _): return .characters(CharacterClass([.range(scalar.value...scalar.value)]))
      case .characters(let characters, _): return .characters(characters)
      case .run(let characters, let least, _): return least > 0 ? .characters(characters) : .anywhere
      case .assertion(.textStart): return .textStart
      default: return .anywhere
      }
    }
    return .anywhere
  }
}
