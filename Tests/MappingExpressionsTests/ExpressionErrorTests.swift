import JSONTape
import MappingExpressions
import Testing

@Suite("an expression that is wrong")
struct ExpressionErrorTests {
  /// An expression, where it is wrong, and a part of what is said.
  static let syntax: [(String, Int, String)] = [
    ("", 0, "an expression is expected"), ("  \n", 3, "an expression is expected"),
    ("Join(\" \", [a]", 13, "a `,` or `)` is expected, not the end"), ("Join(\"a, [b])", 5, "closing quote"),
    ("[a", 0, "`]`"), ("[]", 1, "name is expected"), ("Now())", 5, "a `)` too many"),
    ("Now(), [a]", 5, "`,` outside"),
    ("[a] & [b]", 4, "Append or Join"), ("Join(\"\", [a] & [b])", 13, "Append or Join"),
    ("[a] + 1", 4, "no arithmetic"),
    ("“x”", 0, "straight double quotes"), ("Join('a', [b])", 5, "straight double quotes"),
    ("givenName", 0, "[givenName]"),
    ("IIF([a]=\"x\", ignoreAttributeFlow, 1)", 13, "did you mean IgnoreAttributeFlow"),
    ("Now", 3, "`(` is missing"),
    ("[a] = [b] = [c]", 10, "one comparison only"), ("99999999999999999999", 0, "beyond 64 bits"),
    ("&HZ", 0, "hexadecimal"),
    ("-", 0, "digits are expected"), ("Join(\" \" [a])", 9, "a `,` or `)` is expected"),
    ("= 1", 0, "cannot start a value"),
    ("[a] =", 5, "the text ends"), ("&HFFFFFFFFFFFFFFFFF", 0, "one to 16"),
  ]

  @Test("in its syntax says where and what would be right", arguments: syntax)
  func syntaxError(_ text: String, _ position: Int, _ part: String) {
    let error = failure(text)
    guard case .syntax(let message) = error?.reason else {
      Issue.record("\(text): \(String(describing: error))")
      return
    }
    #expect(error?.position == position)
    #expect(message.contains(part), "\(message)")
  }

  @Test(
    "in a function's name suggests the right one",
    arguments: [
      ("toLower([a])", "ToLower"), ("Iif([a], 1, 2)", "IIF"), ("Jion(\"\", [a])", "Join"),
      ("Replce([a])", "Replace"),
      ("SWITCH([a], , 1, 2)", "Switch"), ("Trim([a])", nil), ("Frobnicate([a])", nil),
    ])
  func suggestion(_ text: String, _ suggestion: String?) {
    guard case .unknownFunction(_, let found) = failure(text)?.reason else {
      Issue.record("\(text) is known")
      return
    }
    #expect(found == suggestion)
  }

  @Test(
    "in its arguments is refused before any object is seen",
    arguments: [
      "Now(1)", "Append([a])", "Left([a])", "Switch([a], \"d\")", "Switch([a], \"d\", \"k\")", "Join(\"\")",
      "SelectUniqueValue([a])", "Replace([a])", "Replace([a], \"b\")",
      "Replace([a], \"b\", \"c\", , \"d\", , )",
      "IIF([a], 1)", "FormatDateTime([a], \"yyyy\")", "Guid([a])", "Mid([a], 1, 2, 3)",
    ])
  func argumentCount(_ text: String) {
    #expect(throws: ExpressionError.self) { try CompiledExpression(parsing: text) }
    guard case .argumentCount(_, let expected) = failure(text)?.reason else {
      Issue.record("\(text): \(String(describing: failure(text)))")
      return
    }
    #expect(!expected.isEmpty)
  }

  @Test(
    "in an argument says which and where",
    arguments: [
      ("Append(, \"x\")", "source", 0), ("Switch([a], \"d\", , \"v\")", "key1", 0),
      ("IIF([a], , 1)", "valueIfTrue", 0),
      ("Join(\",\", , [a])", "source1", 0), ("Switch([a], \"d\", \"k\", )", "value1", 0),
    ])
  func missing(_ text: String, _ parameter: String, _ position: Int) {
    #expect(failure(text)?.reason == .argumentMissing(parameter: parameter))
    #expect(failure(text)?.position == position)
  }

  @Test(
    "in a value's type says which argument, and never the value",
    arguments: [
      ("Left([a], [b])", "numChars", 10), ("Mid([a], 0, 1)", "start", 9), ("Mid([a], 1, -1)", "length", 12),
      ("ToLower([m])", "source", 8), ("Item([m], 0)", "index", 10), ("IIF([b], 1, 2)", "condition", 4),
      ("CBool([b])", "expression", 6), ("BitAnd(1, [b])", "value2", 10),
      ("DateAdd(\"w\", 1, Now())", "interval", 8),
      ("InStr([b], \"x\", 0)", "start", 16), ("InStr([b], \"x\", 1, \"other\")", "compareType", 19),
      ("Split([b], \"\")", "delimiter", 11), ("Replace([b], \"\", , , \"x\")", "oldValue", 13),
      ("ToLower([o])", "source", 8),
      ("SingleAppRoleAssignment(7)", "appRoleAssignments", 24), ("RandomString(3, 2, 2, 0, 0)", "length", 13),
      ("Replace([b], , \"(?<x>a)\", \"y\", \"\")", "regexGroupName", 26),
      ("FormatDateTime([b], \"Odd\", \"d\", \"d\")", "dateTimeStyles", 20),
      ("FormatDateTime([b], , \"'open\", \"d\")", "inputFormat", 22),
      ("RandomString(2, 1, 0, 0, 0, \"0123456789\")", "charactersToAvoid", 28),
    ])
  func type(_ text: String, _ parameter: String, _ position: Int) {
    let object: JSONObject = [
      "a": "abc", "b": "confidential", "m": ["one", "two"], "o": ["value": "confidential"],
    ]
    let error = failure(text, on: object)
    guard case .argumentType(let found, _, _) = error?.reason else {
      Issue.record("\(text): \(String(describing: error))")
      return
    }
    #expect(found == parameter)
    #expect(error?.position == position)
    #expect(error?.description.contains("confidential") == false)
  }

  @Test("in a pattern says where in it")
  func pattern() {
    let error = failure(#"Join("", Replace([a], , "a(b", , "", , ))"#)
    #expect(error?.position == 24)
    #expect(error?.function == "Replace")
    guard case .regularExpression(let position, _) = error?.reason else {
      Issue.record("compiles")
      return
    }
    #expect(position == 1)
    #expect(failure(#"Replace([a], , [p], , "", , )"#, on: ["a": "x", "p": "("])?.position == 15)
  }

  @Test("has line and column, and a text for the reader")
  func description() {
    let error = failure("Join(\"-\",\n  [a],\n  tolower([b]))")
    #expect(error?.line == 3)
    #expect(error?.column == 3)
    #expect(
      error?.description
        == "line 3, column 3: there is no function tolower; names are case-sensitive: did you mean ToLower?")
  }

  @Test("because it is too long or too deep is refused")
  func bounds() {
    #expect(failure("\"" + String(repeating: "a", count: 9_999) + "\"")?.reason == .tooLong(limit: 10_000))
    #expect(failure("\"" + String(repeating: "a", count: 9_998) + "\"") == nil)
    let deep = String(repeating: "Not(", count: 65) + "1" + String(repeating: ")", count: 65)
    #expect(failure(deep)?.reason == .tooDeep(limit: 64))
    #expect(failure(String(repeating: "Not(", count: 64) + "1" + String(repeating: ")", count: 64)) == nil)
    #expect(failure(String(repeating: "Not(", count: 2400))?.reason == .tooDeep(limit: 64))
    #expect(failure("RandomString(257, 0, 0, 0, 0)")?.reason == .tooLong(limit: 256))
  }

  @Test("because its result is too large stops")
  func results() {
    let million = JSONValue.string(String(repeating: "x", count: 1_000_000))
    #expect(failure("Append([a], [a])", on: ["a": million])?.reason == .tooLong(limit: 1 << 20))
    #expect(failure(#"Join("", [a], [a])"#, on: ["a": million])?.reason == .tooLong(limit: 1 << 20))
    #expect(failure(#"Replace([a], "x", , , "yy")"#, on: ["a": million])?.reason == .tooLong(limit: 1 << 20))
    #expect(failure("ConvertToUTF8Hex([a])", on: ["a": million])?.reason == .tooLong(limit: 1 << 20))
    let many =
      "Join(\"\", " + Array(repeating: "Left(ToLower([a]), 1)", count: 20).joined(separator: ", ") + ")"
    #expect(failure(many, on: ["a": million])?.reason == .stepLimit(16 << 20))
  }

  @Test("because its pattern never ends stops")
  func endlessPattern() {
    let object: JSONObject = ["a": .string(String(repeating: "a", count: 40) + "!")]
    let error = failure(#"Replace([a], , "(a+)+$", , "", , )"#, on: object)
    #expect(error?.reason == .stepLimit(1_000_656))
    #expect(error?.position == 15)
  }

  @Test("because its replacement multiplies the text stops early")
  func multiplyingTemplate() {
    let text = "Replace([a], , \"x\", , \"" + String(repeating: "$_", count: 4000) + "\", , )"
    let object: JSONObject = ["a": .string(String(repeating: "x", count: 1_000_000))]
    #expect(failure(text, on: object)?.reason == .stepLimit(1 << 20))
  }

  @Test("because a date has a long tail is refused")
  func longDate() {
    let object: JSONObject = ["a": .string("2021" + String(repeating: " ", count: 300) + "x")]
    #expect(
      failure(#"FormatDateTime([a], , "yyyy", "yy")"#, on: object)?.reason
        == .dateFormat(parameter: "source", format: "yyyy"))
  }
}
