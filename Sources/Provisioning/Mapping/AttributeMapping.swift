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
  public var source: Source {
    didSet { read(source) }
  }
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
    read(source)
  }

  // What follows from the source is asked for with each object, so it is worked out once.

  /// The source as logs show it: `[mail]`, `"constant"`, an expression; empty where there is none.
  public private(set) var expressionText = ""
  /// The source attributes it reads, in order, each once.
  public private(set) var sourceAttributes: [String] = []
  /// The source attributes it reads inside `Redact`.
  public private(set) var redactedSourceAttributes: [String] = []
  /// Whether it asks the target for a value that nobody has; such a value is chosen once, on creation.
  private(set) var selectsUniqueValue = false

  private mutating func read(_ source: Source) {
    (expressionText, sourceAttributes, redactedSourceAttributes, selectsUniqueValue) = ("", [], [], false)
    switch source {
    case .direct(let name):
      expressionText = "[\(name)]"
      sourceAttributes = [name]
    case .constant(let value):
      expressionText = "\"" + value.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#) + "\""
    case .expression(let expression):
      expressionText = expression.text
      sourceAttributes = expression.attributeNames
      redactedSourceAttributes = expression.redactedAttributeNames
      selectsUniqueValue = expression.text.drop(while: \.isWhitespace).hasPrefix("SelectUniqueValue")
    case .none: break
    }
  }
}
