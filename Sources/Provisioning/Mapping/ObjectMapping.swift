import SCIM

/// How objects of one type become resources of the target (Microsoft Graph, `objectMapping`).
public struct ObjectMapping: Sendable {
  public var name: String
  /// The type as the source names it.
  public var sourceType: String
  /// A SCIM resource type: `User`, `Group`.
  public var targetType: String
  public var flows: Set<FlowType>
  /// In the schema's order.
  public var attributes: [AttributeMapping] {
    didSet { (mapsSoftDeletion, readAttributes, redactedAttributes) = ObjectMapping.summary(of: attributes) }
  }
  public var scope: ScopeFilter
  /// Whether a mapping reads `IsSoftDeleted`: without one, objects that leave are deleted, not disabled.
  public private(set) var mapsSoftDeletion: Bool
  /// The source attributes that mappings of values read, each once.
  public private(set) var readAttributes: [String]
  /// The source attributes that some mapping reads inside `Redact` or for an attribute that can only be written,
  /// such as a password; no log shows their values.
  public private(set) var redactedAttributes: Set<String>

  public init(
    name: String, sourceType: String, targetType: String, flows: Set<FlowType> = Set(FlowType.allCases),
    attributes: [AttributeMapping], scope: ScopeFilter = ScopeFilter()
  ) {
    self.name = name
    self.sourceType = sourceType
    self.targetType = targetType
    self.flows = flows
    self.attributes = attributes
    self.scope = scope
    (mapsSoftDeletion, readAttributes, redactedAttributes) = ObjectMapping.summary(of: attributes)
  }

  /// What every evaluation asks for, so that it is worked out once.
  private static func summary(of attributes: [AttributeMapping]) -> (Bool, [String], Set<String>) {
    let mapsSoftDeletion = attributes.contains { mapping in
      mapping.sourceAttributes.contains { $0.equalsIgnoringASCIICase(SourceAttributeName.isSoftDeleted) }
    }
    var read: [String] = []
    for mapping in attributes where !mapping.isReference {
      for name in mapping.sourceAttributes where !read.contains(name) { read.append(name) }
    }
    let redacted = attributes.flatMap { mapping in
      mapping.definition.isWriteOnly ? mapping.sourceAttributes : mapping.redactedSourceAttributes
    }
    return (mapsSoftDeletion, read, Set(redacted))
  }

  /// Where resources of the target type are: `/Users`.
  public var endpoint: String {
    ResourceType.standard.first { $0.name.equalsIgnoringASCIICase(targetType) }?.endpoint ?? "/\(targetType)s"
  }

  /// Those whose source is a reference to other objects, such as manager and members.
  public var referenceAttributes: [AttributeMapping] { attributes.filter(\.isReference) }

  /// All others; `evaluate` gives one flow for each, in this order.
  public var valueAttributes: [AttributeMapping] { attributes.filter { !$0.isReference } }

  /// The matching attributes, the first to be tried first.
  public var matchingAttributes: [AttributeMapping] {
    // Sorting is stable, so equal priorities keep the schema's order.
    attributes.filter { $0.matchingPriority != nil }
      .sorted { $0.matchingPriority ?? 0 < $1.matchingPriority ?? 0 }
  }
}
