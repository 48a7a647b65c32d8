import JSONTape
import MappingExpressions
import Testing

/// The same numbers for the same seed, so that a failure comes again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

@Suite("anything at all")
struct ExpressionFuzzTests {
  static let object: JSONObject = [
    "a": "Zoë", "b": "2021-07-02T10:00:00Z", "c": "", "d": 7, "e": true, "f": ["x", "y", "x"],
    "g": ["value": "v"], "h": "-9223372036854775808", "i": "+49 (30) 123",
    "j": .number(JSONNumber(1e300) ?? JSONNumber(0)),
  ]

  /// Evaluates what parses; that nothing traps is what is tested.
  private func run(_ text: String) {
    guard let expression = try? CompiledExpression(parsing: text) else { return }
    let context = ExpressionContext(object: Self.object)
    let first = try? expression.evaluate(in: context)
    #expect(first == (try? expression.evaluate(in: context)), "\(text)")
    guard let again = try? CompiledExpression(syntaxTree: expression.syntaxTree) else { return }
    #expect(first == (try? again.evaluate(in: context)), "\(text)")
  }

  @Test("gives an error or a value: bytes", arguments: 0..<20 as Range<UInt64>)
  func bytes(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      run(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("gives an error or a value: mutated expressions", arguments: 0..<20 as Range<UInt64>)
  func mutations(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 1000)
    let seeds = (FunctionTests.all + DateFunctionTests.all).map { Array($0.expression.unicodeScalars) }
    let pieces = "()[],\"\\=<>&H-.0159aé\n*+?{}^$|".unicodeScalars.map { $0 }
    for _ in 0..<200 {
      var scalars = seeds.randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !scalars.isEmpty {
        let index = Int.random(in: 0..<scalars.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: scalars.remove(at: index)
        case 1: scalars.insert(pieces.randomElement(using: &generator) ?? "x", at: index)
        case 2: scalars[index] = pieces.randomElement(using: &generator) ?? "x"
        default:
          let other = seeds.randomElement(using: &generator) ?? []
          scalars.insert(contentsOf: other.prefix(30), at: index)
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      run(String(text))
    }
  }

  /// An argument of any kind, fitting or not.
  private func argument(depth: Int, _ generator: inout SeededGenerator) -> String {
    let choice = Int.random(in: 0..<10, using: &generator)
    if depth > 0, choice < 4 { return call(depth: depth - 1, &generator) }
    let literals = [
      "[a]", "[b]", "[c]", "[d]", "[e]", "[f]", "[g]", "[h]", "[i]", "[j]", "[z]", "\"\"", "\"x\"", "\"d\"",
      "\"yyyy-MM-dd\"",
      "0", "1", "-1", "9223372036854775807", "-9223372036854775808", "1.5", "&HFFFFFFFFFFFFFFFF",
      "\"(?<x>\\\\d+)\"",
      "\"[a-z]*\"", "\"x\"", "IgnoreAttributeFlow", "IgnoreObjectFlow", "vbTextCompare", "", "[a] = [c]",
      "[d] < 9",
    ]
    return literals.randomElement(using: &generator) ?? ""
  }

  private func call(depth: Int, _ generator: inout SeededGenerator) -> String {
    let function = ExpressionFunction.allCases.randomElement(using: &generator) ?? .now
    let count = max(0, function.parameters.count + Int.random(in: 0...2, using: &generator))
    let arguments = (0..<count).map { _ in argument(depth: depth, &generator) }
    return "\(function.name)(\(arguments.joined(separator: ", ")))"
  }

  @Test("gives an error or a value: calls with any arguments", arguments: 0..<20 as Range<UInt64>)
  func calls(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 2000)
    for _ in 0..<400 { run(call(depth: 2, &generator)) }
  }

  @Test("gives an error or a match: patterns", arguments: 0..<20 as Range<UInt64>)
  func patterns(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 3000)
    let pieces = [
      "a", "b", ".", "*", "+", "?", "(", ")", "[", "]", "|", "^", "$", "\\d", "\\w", "\\b", "\\1", "\\k<n>",
      "(?<n>", "(?:",
      "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i)", "{2}", "{1,3}", "{0,}", "-", "\\p{L}", "\\", "é", "[^a]",
      "??", "*?",
    ]
    for _ in 0..<200 {
      let pattern = (0..<Int.random(in: 1...12, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      guard let expression = try? BoundedRegularExpression(pattern) else { continue }
      for text in ["", "ab", "aab1éb-", "bbbbaaaa"] {
        _ = try? expression.fullMatch(text)
        _ = try? expression.replacingMatches(in: text, with: "<$1${n}$&>")
        guard let match = try? expression.firstMatch(in: text) else { continue }
        #expect(text.contains(match.text) || match.text.isEmpty)
      }
    }
  }
}
