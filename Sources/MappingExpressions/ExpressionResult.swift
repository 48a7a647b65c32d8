/// What an expression evaluates to.
public struct ExpressionResult: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    case value(ExpressionValue)
    /// The attribute does not flow: the target keeps what it has.
    case ignoreAttributeFlow
    /// The whole object does not flow in this cycle.
    case ignoreObjectFlow
  }

  public var outcome: Outcome
  /// Whether `Redact` had a part in the result: a log shows `[Redact]` in its place.
  public var isRedacted: Bool

  public init(outcome: Outcome, isRedacted: Bool = false) {
    self.outcome = outcome
    self.isRedacted = isRedacted
  }

  /// The value that flows; `nil` when none does.
  public var value: ExpressionValue? {
    if case .value(let value) = outcome { value } else { nil }
  }
}
