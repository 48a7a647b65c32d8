/// One departure from the standard that was accepted, and what was made of it.
///
/// The rule's name is stable: it is stored in events and counted in metrics.
public struct Tolerance: Sendable, Hashable {
  /// The named rule, in lower camel case, such as `booleanAsString`.
  public var rule: String
  /// Where it was applied: an attribute path or `schemas`, `op` and the like.
  public var path: String
  /// What was read as what, such as `"False" read as false`.
  public var detail: String

  public init(rule: String, path: String, detail: String) {
    self.rule = rule
    self.path = path
    self.detail = detail
  }
}
