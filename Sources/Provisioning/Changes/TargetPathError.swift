/// Why a text is not the path of a target attribute.
public struct TargetPathError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path as it was written.
  public var path: String
  /// What is wrong, where, and what would be right.
  public var reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "the target attribute \(path) can't be used: \(reason)" }
}
