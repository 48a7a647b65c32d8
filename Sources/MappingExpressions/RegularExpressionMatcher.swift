/// Runs a program over a text, by backtracking, with a bound on the steps.
///
/// A step is an instruction or a character of a run, never time, so that the same pattern and text stop at
/// the same place on every machine.
struct RegularExpressionMatcher {
  /// Steps for one text: so many, and so many for each of its characters.
  static let steps = 1_000_000
  static let stepsPerCharacter = 16
  /// Places to go back to.
  private static let depth = 1_000_000

  /// A place to go back to, or a slot to put back: `instruction` is -1 then.
  private struct Choice {
    var instruction: Int
    /// The position, or the slot.
    var position: Int
    /// The lowest position of a run, or the slot's value.
    var floor: Int
  }

  let program: RegularExpressionProgram
  let text: [Unicode.Scalar]
  /// Starts and ends of the groups; -1 for none.
  private(set) var slots: [Int]
  private let limit: Int
  private var taken = 0
  private var choices: [Choice] = []

  init(_ program: RegularExpressionProgram, _ text: [Unicode.Scalar]) {
    self.program = program
    self.text = text
    slots = Array(repeating: -1, count: program.slotCount)
    limit = Self.steps + Self.stepsPerCharacter * text.count
  }

  /// The first match at `start` or later; its groups are in `slots`.
  mutating func firstMatch(from start: Int) throws(RegularExpressionError) -> Range<Int>? {
    var position = start
    while position <= text.count {
      switch program.beginning {
      case .anywhere: break
      case .textStart: if position > 0 { return nil }
      case .characters(let characters):
        while position < text.count, !characters.contains(text[position]) { position += 1 }
        if position == text.count { return nil }
      }
      if let end = try match(at: position) { return position..<end }
      position += 1
    }
    return nil
  }

  /// The end of a match that begins at `start`, and, if it must, reaches to the text's end.
  mutating func match(at start: Int, toEnd: Bool = false) throws(RegularExpressionError) -> Int? {
    // A match that failed has put all slots back.
    if slots[0] >= 0 {
      try count(slots.count)
      for index in slots.indices { slots[index] = -1 }
    }
    choices.removeAll(keepingCapacity: true)
    guard let end = try run(from: 0, at: start, toEnd: toEnd) else { return nil }
    slots[0] = start
    slots[1] = end
    return end
  }

  private mutating func push(_ choice: Choice) throws(RegularExpressionError) {
    guard choices.count < Self.depth else { throw .stepLimit(limit) }
    choices.append(choice)
  }

  private mutating func set(_ slot: Int, to value: Int) throws(RegularExpressionError) {
    try push(Choice(instruction: -1, position: slot, floor: slots[slot]))
    slots[slot] = value
  }

  private mutating func count(_ steps: Int) throws(RegularExpressionError) {
    taken += steps
    if taken > limit { throw .stepLimit(limit) }
  }

  private mutating func run(from start: Int, at origin: Int, toEnd: Bool) throws(RegularExpressionError)
    -> Int?
  {
    let base = choices.count
    var instruction = start
    var position = origin
    while true {
      try count(1)
      var matches = true
      switch program.instructions[instruction] {
      case .scalar(let scalar, let isBackward):
        matches = next(position, isBackward) == scalar
        position += isBackward ? -1 : 1
      case .characters(let characters, let isBackward):
        matches = next(position, isBackward).map { characters.contains($0) } ?? false
        position += isBackward ? -1 : 1
      case .run(let characters, let least, let most):
        var end = position
        let last = most < text.count - position ? position + most : text.count
        while end < last, characters.contains(text[end]) { end += 1 }
        try count(end - position)
        matches = end - position >= least
        if matches, end - position > least {
          try push(Choice(instruction: instruction + 1, position: end - 1, floor: position + least))
        }
        position = end
      case .split(let first, let second):
        try push(Choice(instruction: second, position: position, floor: position))
        instruction = first
        continue
      case .jump(let target):
        instruction = target
        continue
      case .save(let slot): try set(slot, to: position)
      case .requireProgress(let slot): matches = slots[slot] != position
      case .assertion(let assertion): matches = holds(assertion, at: position)
      case .backreference(let group, let ignoresCase, let isBackward):
        let length = try backreference(group, at: position, ignoresCase, isBackward)
        matches = length != nil
        position += isBackward ? -(length ?? 0) : length ?? 0
      case .look(let isNegative, let end):
        matches =
          try (enclosed(from: instruction + 1, at: position, keepsSlots: !isNegative) != nil) != isNegative
        instruction = end - 1
      case .atomic(let end):
        let reached = try enclosed(from: instruction + 1, at: position, keepsSlots: true)
        matches = reached != nil
        position = reached ?? position
        instruction = end - 1
      case .accept:
        if !toEnd || position == text.count { return position }
        matches = false
      }
      if matches {
        instruction += 1
      } else if let choice = back(to: base) {
        (instruction, position) = choice
      } else {
        return nil
      }
    }
  }

  /// Undoes what was done since the last choice above `base`, and takes it.
  private mutating func back(to base: Int) -> (Int, Int)? {
    while choices.count > base, let choice = choices.popLast() {
      if choice.instruction < 0 {
        slots[choice.position] = choice.floor
        continue
      }
      if choice.position > choice.floor {
        choices.append(
          Choice(instruction: choice.instruction, position: choice.position - 1, floor: choice.floor))
      }
      return (choice.instruction, choice.position)
    }
    return nil
  }

  /// Runs the inside of a look or an atomic group; of its choices none is left.
  private mutating func enclosed(from start: Int, at position: Int, keepsSlots: Bool)
    throws(RegularExpressionError) -> Int?
  {
    let base = choices.count
    guard let end = try run(from: start, at: position, toEnd: false) else { return nil }
    let inside = choices[base...]
    choices.removeSubrange(base...)
    if keepsSlots {
      choices.append(contentsOf: inside.filter { $0.instruction < 0 })
    } else {
      for choice in inside.reversed() where choice.instruction < 0 { slots[choice.position] = choice.floor }
    }
    return end
  }

  private func next(_ position: Int, _ isBackward: Bool) -> Unicode.Scalar? {
    let index = isBackward ? position - 1 : position
    return index >= 0 && index < text.count ? text[index] : nil
  }

  private func holds(_ assertion: RegularExpressionTree.Assertion, at position: Int) -> Bool {
    switch assertion {
    case .textStart: position == 0
    case .textEnd: position == text.count
    case .textEndOrLastLine:
      position == text.count || (position == text.count - 1 && text[position] == "\n")
    case .lineStart: position == 0 || text[position - 1] == "\n"
    case .lineEnd: position == text.count || text[position] == "\n"
    case .wordBoundary: isWordBoundary(position)
    case .noWordBoundary: !isWordBoundary(position)
    }
  }

  private func isWordBoundary(_ position: Int) -> Bool {
    let before = next(position, true).map(CharacterClass.isWord) ?? false
    let after = next(position, false).map(CharacterClass.isWord) ?? false
    return before != after
  }

  /// How long the text of `group` is when it comes next; `nil` when something else does.
  private mutating func backreference(_ group: Int, at position: Int, _ ignoresCase: Bool, _ isBackward: Bool)
    throws(RegularExpressionError) -> Int?
  {
    let (start, end) = (slots[2 * group], slots[2 * group + 1])
    guard start >= 0, end >= start else { return nil }
    let length = end - start
    let origin = isBackward ? position - length : position
    guard origin >= 0, origin + length <= text.count else { return nil }
    try count(length)
    for offset in 0..<length {
      let (wanted, found) = (text[start + offset], text[origin + offset])
      guard wanted == found || ignoresCase && wanted.simpleLowercase == found.simpleLowercase else {
        return nil
      }
    }
    return length
  }
}
