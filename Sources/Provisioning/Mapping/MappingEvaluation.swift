public import JSONTape

/// What an object mapping made of one source object.
public struct MappingEvaluation: Sendable, Hashable {
  /// One for each of the mapping's `valueAttributes`, in their order.
  public var flows: [AttributeFlow]
  /// The source values that were read, by attribute, null for those that are absent; redacted ones as `[Redact]`.
  public var inputs: JSONObject
  /// Whether an expression said `IgnoreObjectFlow`: nothing of the object flows in this cycle.
  public var ignoresObject: Bool
  /// What the target must be asked before the evaluation can be made again.
  public var unknownCandidates: [UniquenessQuestion]
  /// The first mapping that failed; nothing is sent for the object then.
  public var failure: MappingFailure?

  public init(
    flows: [AttributeFlow], inputs: JSONObject = [:], ignoresObject: Bool = false,
    unknownCandidates: [UniquenessQuestion] = [], failure: MappingFailure? = nil
  ) {
    self.flows = flows
    self.inputs = inputs
    self.ignoresObject = ignoresObject
    self.unknownCandidates = unknownCandidates
    self.failure = failure
  }
}

/// Whether some resource of the target has this value of this attribute.
public struct UniquenessQuestion: Sendable, Hashable {
  public var targetAttribute: String
  public var candidate: String

  public init(targetAttribute: String, candidate: String) {
    self.targetAttribute = targetAttribute
    self.candidate = candidate
  }
}

/// Why an attribute mapping has no result.
public struct MappingFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The error codes of the provisioning log that mappings can lead to.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The expression has no value for this object.
    case mappingEvaluationFailed = "AttributeMappingEvaluationFailed"
    /// The value is of another type than the target attribute.
    case invalidValue = "SchemaPropertyCanOnlyAcceptValue"
    /// All candidates of `SelectUniqueValue` are taken.
    case noUniqueValue = "NoUniqueValueFound"
  }

  public var targetAttribute: String
  public var expression: String
  public var code: Code
  /// What was wrong; no value of the source object is in it.
  public var reason: String

  public init(targetAttribute: String, expression: String, code: Code, reason: String) {
    self.targetAttribute = targetAttribute
    self.expression = expression
    self.code = code
    self.reason = reason
  }

  public var description: String { "\(targetAttribute) ← \(expression): \(reason)" }
}
