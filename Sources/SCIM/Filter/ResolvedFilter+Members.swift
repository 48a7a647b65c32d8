import JSONTape

extension ResolvedFilter {
  /// A filter on a group's members, such as that of `MembersChange.removeWhere`.
  ///
  /// Throws `invalidFilter` for a comparison that can't be made, `invalidPath` if the type has no members.
  public init(members filter: Filter, of type: ResourceType) throws(SCIMError) {
    guard type.hasMembers, let members = type.schema.attribute(named: "members") else {
      throw .invalidPath("\(type.name) has no members")
    }
    try self.init(filter, valuesOf: members)
  }

  public func matches(_ member: GroupMember) -> Bool {
    matches(value: .object(member.object))
  }
}

extension GroupMember {
  /// The member as a value of `members`, without its reference.
  var object: JSONObject {
    var object: JSONObject = ["value": .string(value)]
    object["type"] = type.map { .string($0) }
    object["display"] = display.map { .string($0) }
    return object
  }
}
