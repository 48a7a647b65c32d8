public import JSONTape

/// What one attribute mapping made of a source object.
public struct AttributeFlow: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    /// What the target's attribute shall be, of the type that it has there.
    case value(JSONValue)
    /// The mapping has no value: nothing is sent, and the target keeps what it has.
    case nothing
    /// The mapping has no value, and the target's is to go.
    case clear
    /// The mapping says that the attribute does not flow now.
    case ignored
  }

  /// What logs show in place of a redacted value.
  public static let redaction = "[Redact]"

  public var targetAttribute: String
  /// The mapping's source as logs show it: `[mail]`, `"constant"`, an expression.
  public var expression: String
  /// The source values it read, by attribute, null for those that are absent; redacted ones as `[Redact]`.
  public var inputs: JSONObject
  /// The value itself, also where `isRedacted` says that no log may show it.
  public var outcome: Outcome
  public var isRedacted: Bool
  /// Whether the value is the mapping's default, since the source gave none.
  public var isDefault: Bool

  public init(
    targetAttribute: String, expression: String, inputs: JSONObject = [:], outcome: Outcome,
    isRedacted: Bool = false, isDefault: Bool = false
  ) {
    self.targetAttribute = targetAttribute
    self.expression = expression
    self.inputs = inputs
    self.outcome = outcome
    self.isRedacted = isRedacted
    self.isDefault = isDefault
  }

  /// The flow as an event holds it, without redacted values.
  public var json: JSONObject {
    var json: JSONObject = [
      "target": .string(targetAttribute), "expression": .string(expression), "inputs": .object(inputs),
    ]
    switch outcome {
    case .value(let value):
      json["outcome"] = "value"
      json["value"] = isRedacted ? .string(AttributeFlow.redaction) : value
    case .nothing: json["outcome"] = "nothing"
    case .clear: json["outcome"] = "clear"
    case .ignored: json["outcome"] = "ignored"
    }
    if isDefault { json["isDefault"] = true }
    return json
  }
}
