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
  /// The value itself, also where `isRedacted` says that no log may show it.
  public var outcome: Outcome
  public var isRedacted: Bool
  /// Whether the value is the mapping's default, since the source gave none.
  public var isDefault: Bool

  public init(
    targetAttribute: String, outcome: Outcome, isRedacted: Bool = false, isDefault: Bool = false
  ) {
    self.targetAttribute = targetAttribute
    self.outcome = outcome
    self.isRedacted = isRedacted
    self.isDefault = isDefault
  }
}
