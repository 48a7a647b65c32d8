import Directory
public import EventLog
import JSONTape
public import SCIM

extension ProjectedDirectory {
  /// The groups of a resource as its readOnly `groups` attribute shows them (RFC 7643 §4.1.2).
  public func groupReferences(of member: Identifier) throws -> [GroupReference] {
    try groups(of: member).map { group in
      GroupReference(
        value: group.description,
        display: try resource(group, type: "Group")?.image["displayName"]?.stringValue)
    }
  }

  /// The members with a name for each that the client gave none.
  public func namedMembers(of group: Identifier, limit: Int) throws -> [GroupMember] {
    try named(members(of: group, limit: limit))
  }

  /// These members with a name for each that the client gave none: one look-up for each of those.
  public func named(_ members: [GroupMember]) throws -> [GroupMember] {
    try members.map { member in
      guard member.display == nil, let id = Identifier(member.value), let resource = try resource(id) else {
        return member
      }
      let name = resource.image["displayName"] ?? resource.image["userName"]
      return GroupMember(value: member.value, type: member.type, display: name?.stringValue)
    }
  }
}

extension GroupMember {
  var filterable: JSONObject {
    var object: JSONObject = ["value": .string(value)]
    object["type"] = type.map { .string($0) }
    object["display"] = display.map { .string($0) }
    return object
  }
}

extension GroupReference {
  var filterable: JSONObject {
    var object: JSONObject = ["value": .string(value), "type": .string(direct ? "direct" : "indirect")]
    object["display"] = display.map { .string($0) }
    return object
  }
}
