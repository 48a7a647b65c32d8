import JSONTape
import MappingExpressions
import SCIM

extension SynchronizationSchemaReader {
  private enum Kind: String, CaseIterable {
    case attribute = "Attribute"
    case constant = "Constant"
    case function = "Function"
  }

  /// An `attributeMappingSource`; nil where it is wrong.
  ///
  /// A source is stored twice, as text and as syntax tree. The text counts, since people read and write it;
  /// the tree is taken where there is no text.
  mutating func source(of mapping: DocumentNode) -> AttributeMapping.Source? {
    guard mapping["source"] != nil else { return AttributeMapping.Source.none }
    guard let node = reading.object("source", of: mapping) else { return nil }
    let text = reading.text("expression", of: node) ?? ""
    let name = reading.text("name", of: node) ?? ""
    let isEmpty = text.isEmpty && name.isEmpty && (node["parameters"]?.elements ?? []).isEmpty
    if isEmpty, node["type"] == nil { return AttributeMapping.Source.none }
    switch reading.choice("type", of: node, default: Kind.function) {
    case .attribute: return attribute(text, name, node)
    case .constant: return constant(text, name, node)
    case .function: return function(text, node)
    }
  }

  private mutating func attribute(
    _ text: String, _ name: String, _ node: DocumentNode
  ) -> AttributeMapping.Source? {
    guard !text.isEmpty else {
      guard !name.isEmpty else {
        reading.error(
          "the source attribute's name is missing; expected an expression such as [mail]", at: node)
        return nil
      }
      return .direct(name)
    }
    guard let source = compile(text, at: node["expression"] ?? node) else { return nil }
    if case .direct(let read) = source, !name.isEmpty, read != name {
      reading.warning("the expression reads \(read), the name says \(name); the expression counts", at: node)
    }
    return source
  }

  /// Entra writes a constant's text in quotation marks in `expression` and bare in `name`.
  private mutating func constant(
    _ text: String, _ name: String, _ node: DocumentNode
  ) -> AttributeMapping.Source? {
    guard !text.isEmpty else { return .constant(name) }
    guard text.hasPrefix("\"") else { return .constant(text) }
    guard let value = text.unquoted else {
      reading.error(
        "the constant's quotation marks are not right; expected one at each end, a backslash before others",
        at: node["expression"] ?? node)
      return nil
    }
    return .constant(value)
  }

  private mutating func function(_ text: String, _ node: DocumentNode) -> AttributeMapping.Source? {
    let hasTree = node["name"] != nil && node["parameters"]?.elements?.isEmpty == false
    guard !text.isEmpty else {
      guard hasTree else {
        reading.error("the expression is missing; expected one such as ToLower([mail])", at: node)
        return nil
      }
      do throws(ExpressionError) {
        return .expression(try CompiledExpression(syntaxTree: node.syntaxTree))
      } catch {
        reading.error("the expression's syntax tree is wrong: \(error)", at: node)
        return nil
      }
    }
    let source = compile(text, at: node["expression"] ?? node)
    if hasTree, case .expression(let expression)? = source { warnIfTreeDiffers(node, from: expression) }
    return source
  }

  /// A source attribute alone is a direct mapping, however it is stored.
  private mutating func compile(_ text: String, at node: DocumentNode) -> AttributeMapping.Source? {
    do throws(ExpressionError) {
      let expression = try CompiledExpression(parsing: text)
      if let name = expression.attributeNames.first, text.isBracketed(name) { return .direct(name) }
      return .expression(expression)
    } catch {
      reading.error("the expression is wrong: \(error)", at: node)
      return nil
    }
  }

  private mutating func warnIfTreeDiffers(_ node: DocumentNode, from expression: CompiledExpression) {
    do throws(ExpressionError) {
      let tree = try CompiledExpression(syntaxTree: node.syntaxTree)
      guard tree.syntaxTree.meaning != expression.syntaxTree.meaning else { return }
      reading.warning(
        "the expression and its syntax tree (name, parameters) differ; the expression counts", at: node)
    } catch {
      reading.warning(
        "the syntax tree (name, parameters) can't be read (\(error)); the expression counts", at: node)
    }
  }
}

extension String {
  /// Whether it is `[name]` and nothing else but white space.
  fileprivate func isBracketed(_ name: String) -> Bool {
    let text = drop(while: \.isWhitespace)
    guard text.hasPrefix("[\(name)]") else { return false }
    return text.dropFirst(name.count + 2).allSatisfy(\.isWhitespace)
  }

  /// The text between quotation marks, its escapes resolved; nil where they are not right.
  fileprivate var unquoted: String? {
    guard count >= 2, hasPrefix("\""), hasSuffix("\"") else { return nil }
    var result = ""
    var isEscaped = false
    for character in dropFirst().dropLast() {
      if !isEscaped, character == "\"" { return nil }
      isEscaped = !isEscaped && character == "\\"
      if !isEscaped { result.append(character) }
    }
    return isEscaped ? nil : result
  }
}

extension DocumentNode {
  /// The same as JSON with members as Graph spells them, since PowerShell exports them with capitals.
  fileprivate var syntaxTree: JSONValue {
    switch content {
    case .mapping(let members):
      .object(JSONObject(members.map { ($0.name.lowercased(), $0.value.syntaxTree) }))
    case .sequence(let elements): .array(elements.map(\.syntaxTree))
    case .scalar: json
    }
  }
}

extension JSONValue {
  /// A syntax tree without what is only spelling: the texts of its parts and the parameters' names.
  fileprivate var meaning: JSONValue {
    switch self {
    case .array(let values): return .array(values.map(\.meaning))
    case .object(let object):
      let kept = object.filter { $0.name != "expression" && $0.name != "key" }
      return .object(JSONObject(kept.map { ($0.name, $0.value.meaning) }))
    default: return self
    }
  }
}
