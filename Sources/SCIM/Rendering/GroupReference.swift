/// A group that a user belongs to, as the user's readOnly `groups` shows it (RFC 7643 §4.1.2).
public struct GroupReference: Sendable, Hashable {
  /// The group's id.
  public var value: String
  public var display: String?
  /// Whether the user is a member of this very group, not of a group in it.
  public var direct: Bool

  public init(value: String, display: String? = nil, direct: Bool = true) {
    self.value = value
    self.display = display
    self.direct = direct
  }
}
