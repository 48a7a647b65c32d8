public import MappingExpressions

/// How one attribute of the target comes from the source object (Microsoft Graph, `attributeMapping`).
public struct AttributeMapping: Sendable {
  public enum Source: Sendable, Hashable {
    /// A source attribute as it is.
    case direct(String)
    case constant(String)
    case expression(CompiledExpression)
    /// Nothing: the target keeps what it has; a default value fills what is empty.
    case none
  }

  /// The path as it is written: `emails[type eq "work"].value`.
  public var targetAttribute: String
  public var source: Source
  /// Its place in the order of matching attributes, above 0; nil where it is none.
  public var matchingPriority: Int?
  public var flowType: AttributeFlowType
  public var flowBehavior: AttributeFlowBehavior
  /// Used on creation where the source gives nothing.
  public var defaultValue: String?
  public var definition: TargetAttributeDefinition
  /// Whether the source's value is a reference to other objects, which is set in a second step.
  public var isReference: Bool

  public init(
    targetAttribute: String, source: Source, matchingPriority: Int? = nil,
    flowType: AttributeFlowType = .always, flowBehavior: AttributeFlowBehavior = .flowWhenChanged,
    defaultValue: String? = nil, definition: TargetAttributeDefinition = TargetAttributeDefinition(),
    isReference: Bool = false
  ) {
    self.targetAttribute = targetAttribute
    self.source = source
    self.matchingPriority = matchingPriority
    self.flowType = flowType
    self.flowBehavior = flowBehavior
    self.defaultValue = defaultValue
    self.definition = definition
    self.isReference = isReference
  }

  /// The source as logs show it: `[mail]`, `"constant"`, an expression; empty where there is none.
  public var expressionText: String {
    switch source {
    case .direct(let name): "[\(name)]"
    case .constant(let value):
      "\"" + value.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#) + "\""
    case .expression(let expression): expression.text
    case .none: ""
    }
  }

  /// The source attributes it reads, in order, each once.
  public var sourceAttributes: [String] {
    switch source {
    case .direct(let name): [name]
    case .expression(let expression): expression.attributeNames
    case .constant, .none: []
    }
  }

  /// The source attributes it reads inside `Redact`.
  public var redactedSourceAttributes: [String] {
    if case .expression(let expression) = source { expression.redactedAttributeNames } else { [] }
  }

  /// Whether it asks the target for a value that nobody has; such a value is chosen once, on creation.
  var selectsUniqueValue: Bool {
    if case .expression(let expression) = source {
      expression.text.drop(while: \.isWhitespace).hasPrefix("SelectUniqueValue")
    } else {
      false
    }
  }
}
