import JSONTape
import MappingExpressions
import Synchronization
import Testing

@Suite("evaluation")
struct EvaluationTests {
  /// The attributes that evaluating reads, in order.
  private func read(_ text: String, _ object: JSONObject) throws -> [String] {
    let names = Mutex<[String]>([])
    var context = ExpressionContext(object: object)
    context.attribute = { name in
      names.withLock { $0.append(name) }
      return object[name].map { ExpressionValue($0) } ?? .null
    }
    _ = try CompiledExpression(parsing: text).evaluate(in: context)
    return names.withLock { $0 }
  }

  @Test(
    "leaves alone what is not chosen",
    arguments: [
      (#"Switch([k], [d], "a", [a], "b", [b], [c], "x")"#, ["k", "b"]),
      (#"Switch([z], [d], "a", [a])"#, ["z", "d"]),
      (#"IIF([k]="b", [a], [b])"#, ["k", "a"]), (#"Coalesce([z], [k], [a])"#, ["z", "k"]),
      (#"Switch([z], CDate("never"), "", "empty")"#, ["z"]),
    ])
  func laziness(_ text: String, _ names: [String]) throws {
    #expect(try read(text, ["k": "b", "a": "1", "b": "2", "d": "3"]) == names)
  }

  @Test(
    "compares by documented types",
    arguments: [
      ("[n] = 7", true), ("[n] = \"7\"", true), ("[n] = \"7.0\"", true), ("\"7\" = \"7.0\"", false),
      ("[n] < 10", true),
      ("\"7\" < \"10\"", false), ("[n] <> 8", true), ("[t] = \"true\"", true), ("[t] = \"True\"", true),
      ("\"true\" = \"True\"", false),
      ("[t] <> \"False\"", true), ("[s] >= \"abc\"", true), ("[s] > \"ABC\"", true), ("[z] = [y]", true),
      ("[z] = \"\"", true),
      ("[z] < 1", false), ("[z] > 1", false), ("[z] <> \"a\"", true), ("[big] = 9007199254740993", true),
      ("[big] = 9007199254740992", false), ("[n] <= 7.5", true),
      ("CDate(\"2021-10-01\") > CDate(\"2021-09-01\")", true),
      ("[s] = [decomposed]", false), ("[composed] = [decomposed]", false),
    ])
  func comparison(_ text: String, _ holds: Bool) throws {
    let object: JSONObject = [
      "n": 7, "t": true, "s": "abc", "big": 9_007_199_254_740_993, "composed": "\u{E9}",
      "decomposed": "e\u{301}",
    ]
    #expect(try evaluated(text, on: object) == .bool(holds))
  }

  @Test("names the attributes, and those that are redacted")
  func attributes() throws {
    let expression = try CompiledExpression(
      parsing: #"Join("-", [b], Redact(Append([c], [a])), IIF([b] = [emails[type eq "work"].value], [a], 1))"#
    )
    #expect(expression.attributeNames == ["b", "c", "a", #"emails[type eq "work"].value"#])
    #expect(expression.redactedAttributeNames == ["c", "a"])
  }

  @Test(
    "carries Redact outwards, when it was reached",
    arguments: [
      (#"Redact([a])"#, true), (#"Join("", "x", Redact([a]))"#, true),
      (#"IIF("1", [a], Redact([a]))"#, false),
      (#"IIF("0", [a], Redact([a]))"#, true),
    ])
  func redaction(_ text: String, _ isRedacted: Bool) throws {
    let context = ExpressionContext(object: ["a": "secret"])
    #expect(try CompiledExpression(parsing: text).evaluate(in: context).isRedacted == isRedacted)
  }

  @Test("chooses the first candidate that is free")
  func uniqueValue() throws {
    let expression = try CompiledExpression(parsing: #"SelectUniqueValue([z], "a", "b", "c")"#)
    var context = ExpressionContext(object: [:])
    context.isTaken = { ["a": true, "b": false][$0] }
    #expect(try expression.evaluate(in: context).value == .string("b"))
    context.isTaken = { ["a": true][$0] }
    let error = #expect(throws: ExpressionError.self) { try expression.evaluate(in: context) }
    #expect(error?.reason == .uniquenessUnknown(["b"]))
    #expect(error?.position == 28)
    context.isTaken = { _ in true }
    let none = #expect(throws: ExpressionError.self) { try expression.evaluate(in: context) }
    #expect(none?.reason == .noUniqueValue(candidates: 3))
  }

  @Test(
    "wants SelectUniqueValue at the top",
    arguments: [
      #"ToLower(SelectUniqueValue("a", "b"))"#, #"SelectUniqueValue("a", SelectUniqueValue("a", "b"))"#,
      #"SelectUniqueValue("a", "b") = "a""#, #""a" = SelectUniqueValue("a", "b")"#,
    ])
  func notTopLevel(_ text: String) {
    #expect(failure(text)?.reason == .notTopLevel)
    #expect(failure(text)?.function == "SelectUniqueValue")
  }

  @Test("gives the same for the same context, and other for another seed")
  func determinism() throws {
    let expression = try CompiledExpression(
      parsing: #"Join("|", Guid(), Guid(), RandomString(12, 2, 2, 2, 2), Now(), [a])"#)
    let first = try expression.evaluate(in: ExpressionContext(object: ["a": "x"], seed: 1))
    #expect(try expression.evaluate(in: ExpressionContext(object: ["a": "x"], seed: 1)) == first)
    #expect(try expression.evaluate(in: ExpressionContext(object: ["a": "x"], seed: 2)) != first)
  }

  @Test("makes GUIDs of version 4", arguments: 0..<50 as Range<UInt64>)
  func guid(_ seed: UInt64) throws {
    let context = ExpressionContext(object: [:], seed: seed)
    let guid = try CompiledExpression(parsing: "Guid()").evaluate(in: context).value?.text ?? ""
    #expect(
      guid.wholeMatch(of: #/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#) != nil)
  }

  @Test("makes random texts with what is asked for", arguments: 0..<50 as Range<UInt64>)
  func randomString(_ seed: UInt64) throws {
    let context = ExpressionContext(object: [:], seed: seed)
    func value(_ text: String) throws -> String {
      try CompiledExpression(parsing: text).evaluate(in: context).value?.text ?? ""
    }
    let mixed = try value(#"RandomString(10, 2, 2, 2, 1, "?,")"#)
    #expect(mixed.count == 10)
    #expect(mixed.count { $0.isNumber } >= 2)
    #expect(mixed.count { $0.isUppercase } >= 2)
    #expect(mixed.count { $0.isLowercase } >= 1)
    #expect(mixed.count { !$0.isLetter && !$0.isNumber } >= 2)
    #expect(!mixed.contains { "?,".contains($0) })
    #expect(try value("RandomString(6, 3, 0, 0, 3)").allSatisfy { $0.isNumber || $0.isLowercase })
    #expect(try value("RandomString(256, 0, 0, 0, 0)").count == 256)
    #expect(try value("RandomString(0, 0, 0, 0, 0)").isEmpty)
  }

  @Test(
    "prints values as the language does",
    arguments: [
      (true, "True"), (false, "False"), (7, "7"), ("x", "x"), (nil, nil), ([], nil), (["a", 1], "a,1"),
      (["a": 1], #"{"a":1}"#),
    ] as [(JSONValue, String?)])
  func printing(_ json: JSONValue, _ text: String?) {
    #expect(ExpressionValue(json).text == text)
    #expect(ExpressionValue(json).json == json)
  }
}
