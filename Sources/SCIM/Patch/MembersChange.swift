/// What a PATCH does to a group's members, which are kept apart from its image.
///
/// Changes are applied in their order. None needs to know who is a member: adding one who is and removing
/// one who isn't change nothing.
public enum MembersChange: Sendable, Hashable {
  case add([GroupMember])
  /// By the members' ids.
  case remove([String])
  /// The members that match a filter on `value`, `type` and `display`.
  case removeWhere(Filter)
  case removeAll
  case replaceAll([GroupMember])
}
