public import JSONTape

/// Microsoft Graph's `attributeMappingSource`: `{type, name, expression, parameters: [{key, value}]}`.
extension CompiledExpression {
  /// The expression as a tree. Arguments that were left out are left out; repeating ones have numbered keys;
  /// a comparison, for which Graph has no type, is a function with the operator for a name.
  public var syntaxTree: JSONValue { root.tree }

  /// The expression that a tree stands for. Of a function the parameters count and not its text.
  ///
  /// - Throws: `.syntaxTree` with the path to what is wrong, or what `init(parsing:)` throws on the text it
  ///   makes.
  public init(syntaxTree: JSONValue) throws(ExpressionError) {
    try self.init(parsing: try SyntaxTreeReader.text(of: syntaxTree, at: "$", depth: 0))
  }
}

extension ExpressionNode {
  fileprivate var tree: JSONValue {
    let (type, name, parameters): (String, String, [(String, ExpressionNode)]) =
      switch self {
      case .attribute(let name, _): ("Attribute", name, [])
      case .constant(let value, _): ("Constant", value.text ?? "", [])
      case .keyword(let keyword, _): ("Constant", keyword.rawValue, [])
      case .comparison(let comparison, let left, let right, _):
        ("Function", comparison.rawValue, [("left", left), ("right", right)])
      case .call(let call):
        (
          "Function", call.function.name,
          call.arguments.enumerated().compactMap { index, argument in
            argument.map { (call.function.parameterName(at: index), $0) }
          }
        )
      }
    return [
      "type": .string(type), "name": .string(name), "expression": .string(source),
      "parameters": .array(parameters.map { ["key": .string($0.0), "value": $0.1.tree] }),
    ]
  }

  /// The node as text.
  fileprivate var source: String {
    switch self {
    case .attribute(let name, _): "[\(name)]"
    case .constant(.string(let text), _): text.quotedLiteral
    case .constant(let value, _): value.text ?? "\"\""
    case .keyword(let keyword, _): keyword.rawValue
    case .comparison(let comparison, let left, let right, _):
      "\(left.source) \(comparison.rawValue) \(right.source)"
    case .call(let call): call.source
    }
  }
}

extension ExpressionCall {
  /// Arguments that were left out at the end are not written.
  fileprivate var source: String {
    let written = (arguments.lastIndex { $0 != nil } ?? -1) + 1
    return "\(function.name)(\(arguments.prefix(written).map { $0?.source ?? "" }.joined(separator: ", ")))"
  }
}

extension String {
  fileprivate var quotedLiteral: String {
    var result = "\""
    for scalar in unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result.unicodeScalars.append("\\") }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}

/// Makes the text of a tree.
private enum SyntaxTreeReader {
  static func text(of tree: JSONValue, at path: String, depth: Int) throws(ExpressionError) -> String {
    guard depth <= ExpressionLimits.depth else {
      throw error("nested deeper than \(ExpressionLimits.depth)", path)
    }
    guard let object = tree.objectValue, let type = object["type"]?.stringValue else {
      throw error("an object with type, name and parameters is expected", path)
    }
    let name = object["name"]?.stringValue
    switch type {
    case "Attribute":
      guard let name, !name.isEmpty else { throw error("an attribute needs a name", path) }
      return "[\(name)]"
    case "Constant": return constant(name: name, expression: object["expression"]?.stringValue)
    case "Function":
      guard let name else { throw error("a function needs a name", path) }
      return try function(name, object["parameters"]?.arrayValue ?? [], at: path, depth: depth)
    default: throw error("the type is Attribute, Constant or Function", "\(path).type")
    }
  }

  /// A word or a number is one when its text says so; all else is a text.
  private static func constant(name: String?, expression: String?) -> String {
    if let expression, let node = try? ExpressionParser.parse(expression) {
      switch node {
      case .constant, .keyword: return node.source
      default: break
      }
    }
    return (name ?? expression ?? "").quotedLiteral
  }

  private static func function(_ name: String, _ parameters: [JSONValue], at path: String, depth: Int)
    throws(ExpressionError) -> String
  {
    guard parameters.count <= ExpressionLimits.expression else { throw error("too many parameters", path) }
    var given: [(key: String, text: String)] = []
    for (index, parameter) in parameters.enumerated() {
      let path = "\(path).parameters[\(index)]"
      guard let object = parameter.objectValue, let value = object["value"] else {
        throw error("an object with key and value is expected", path)
      }
      if value.isNull { continue }
      given.append(
        (object["key"]?.stringValue ?? "", try text(of: value, at: "\(path).value", depth: depth + 1)))
    }
    if let comparison = ExpressionComparison(rawValue: name) {
      guard given.count == 2 else { throw error("a comparison has two parameters", path) }
      return "\(given[0].text) \(comparison.rawValue) \(given[1].text)"
    }
    guard let function = ExpressionFunction(rawValue: name) else {
      throw ExpressionError(
        .unknownFunction(name: name, suggestion: ExpressionFunction.nearest(to: name)), at: 0, in: "")
    }
    return "\(name)(\(arguments(of: function, given).joined(separator: ", ")))"
  }

  /// Named parameters go to their places, with gaps for those left out; all others follow in order.
  private static func arguments(of function: ExpressionFunction, _ given: [(key: String, text: String)])
    -> [String]
  {
    let fixed = function.parameters.filter { !$0.isRepeating }
    var arguments = [String](repeating: "", count: fixed.count)
    var others: [String] = []
    var last = -1
    for (key, text) in given {
      if let index = fixed.firstIndex(where: { $0.name == key || "[\($0.name)]" == key }),
        arguments[index].isEmpty
      {
        arguments[index] = text
        last = max(last, index)
      } else {
        others.append(text)
      }
    }
    let repeats = fixed.count < function.parameters.count
    // Keys of another spelling fill the places in order.
    if !repeats {
      for text in others {
        if let gap = arguments.firstIndex(of: "") {
          arguments[gap] = text
          last = max(last, gap)
        } else {
          arguments.append(text)
          last = arguments.count - 1
        }
      }
      return Array(arguments.prefix(last + 1))
    }
    return arguments + others
  }

  private static func error(_ message: String, _ path: String) -> ExpressionError {
    ExpressionError(.syntaxTree(path: path, message: message), at: 0, in: "")
  }
}
