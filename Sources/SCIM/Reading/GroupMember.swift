/// A member as a client states it (RFC 7643 §4.2). `$ref` is derived and so not kept.
public struct GroupMember: Sendable, Hashable {
  /// The member's id.
  public var value: String
  /// `User` or `Group`; nil when the client did not say.
  public var type: String?
  /// The name that the client gave; nil when it is to be derived from the member.
  public var display: String?

  public init(value: String, type: String? = nil, display: String? = nil) {
    self.value = value
    self.type = type
    self.display = display
  }
}
