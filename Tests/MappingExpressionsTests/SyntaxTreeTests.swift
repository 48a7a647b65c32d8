import JSONTape
import MappingExpressions
import Testing

@Suite("Graph's syntax trees")
struct SyntaxTreeTests {
  @Test("name what was given and leave out what was not")
  func tree() throws {
    let expression = try CompiledExpression(parsing: #"Replace([mail], "@x", , , "", , )"#)
    #expect(
      expression.syntaxTree == [
        "type": "Function", "name": "Replace", "expression": #"Replace([mail], "@x", , , "")"#,
        "parameters": [
          [
            "key": "source",
            "value": ["type": "Attribute", "name": "mail", "expression": "[mail]", "parameters": []],
          ],
          [
            "key": "oldValue",
            "value": ["type": "Constant", "name": "@x", "expression": "\"@x\"", "parameters": []],
          ],
          [
            "key": "replacementValue",
            "value": ["type": "Constant", "name": "", "expression": "\"\"", "parameters": []],
          ],
        ],
      ])
  }

  @Test("stand for the same expression", arguments: FunctionTests.all + DateFunctionTests.all)
  func roundTrip(_ line: FunctionCase) throws {
    let expression = try CompiledExpression(parsing: line.expression)
    let again = try CompiledExpression(syntaxTree: expression.syntaxTree)
    #expect(again.syntaxTree == expression.syntaxTree)
    let context = ExpressionContext(object: line.object)
    #expect(try again.evaluate(in: context) == expression.evaluate(in: context))
  }

  @Test("may have other keys, orders and constants without quotes")
  func foreign() throws {
    let attribute: JSONValue = ["type": "Attribute", "name": "country"]
    let tree: JSONValue = [
      "type": "Function", "name": "Switch",
      "parameters": [
        ["key": "source", "value": attribute],
        ["key": "key", "value": ["type": "Constant", "name": "NO"]],
        ["key": "value", "value": ["type": "Constant", "name": "Norway", "expression": "Norway"]],
        ["key": "defaultValue", "value": ["type": "Constant", "name": "x\"y"]],
      ],
    ]
    #expect(
      try CompiledExpression(syntaxTree: tree).text == #"Switch([country], "x\"y", "NO", "Norway")"#)
    #expect(try CompiledExpression(syntaxTree: attribute).text == "[country]")
    let odd: JSONValue = [
      "type": "Function", "name": "ToLower", "parameters": [["key": "text", "value": attribute]],
    ]
    #expect(try CompiledExpression(syntaxTree: odd).text == "ToLower([country])")
  }

  @Test(
    "that are none are refused with the path",
    arguments: [
      (#"[]"#, "$"), (#"{"type":"Magic","name":"x"}"#, "$.type"), (#"{"type":"Attribute"}"#, "$"),
      (#"{"type":"Function","name":"ToLower","parameters":[{"key":"source"}]}"#, "$.parameters[0]"),
      (
        #"{"type":"Function","name":"ToLower","parameters":[{"key":"source","value":7}]}"#,
        "$.parameters[0].value"
      ),
    ])
  func refusal(_ text: String, _ path: String) throws {
    let tree = try JSONValue(parsing: Array(text.utf8))
    let error = #expect(throws: ExpressionError.self) { try CompiledExpression(syntaxTree: tree) }
    guard case .syntaxTree(path, _) = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("nested too deep are refused")
  func depth() {
    var tree: JSONValue = ["type": "Attribute", "name": "a"]
    for _ in 0..<70 {
      tree = ["type": "Function", "name": "Not", "parameters": [["key": "source", "value": tree]]]
    }
    #expect(throws: ExpressionError.self) { try CompiledExpression(syntaxTree: tree) }
  }
}
