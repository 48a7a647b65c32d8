public import JSONTape
import SCIM

extension TargetDialect {
  /// The most members that one request adds and removes.
  public static let membersInRequest = 100

  /// The requests that add and remove members, none of which needs to know who is one: removals first, in
  /// batches of at most `membersInRequest`.
  ///
  /// Removals name each member in the path, `members[value eq "…"]` (RFC 7644 §3.5.2.2); in SCIM 1.1 by
  /// `"operation": "delete"`.
  ///
  /// - Parameters:
  ///   - type: The resource type that has members.
  ///   - id: The target's id of the group.
  ///   - added: The target's ids of the new members, with the names to show for them.
  /// - Returns: Empty where nothing changes, and where the target takes whole resources only; there
  ///   `putMembersRequest` is the way.
  public func memberRequests(
    type: String = "Group", id: String, added: [(id: String, display: String?)], removed: [String]
  ) -> [TargetRequest] {
    guard updates == .patch else { return [] }
    let path = location(ofType: type, id: id)
    var requests: [TargetRequest] = []
    var start = 0
    while start < removed.count + added.count {
      let end = min(start + Self.membersInRequest, removed.count + added.count)
      let leaving = Array(removed[min(start, removed.count)..<min(end, removed.count)])
      let coming = Array(added[max(start - removed.count, 0)..<max(end - removed.count, 0)])
      let values = coming.map { Self.member($0.id, display: $0.display) }
      let body =
        version == .v2
        ? patch(removing: leaving, adding: values)
        : partialGroup(removing: leaving, adding: values, type: type)
      requests.append(TargetRequest(method: "PATCH", path: path, body: body))
      start = end
    }
    return requests
  }

  /// The PUT that gives a group these members and no others. Members who stay keep what the target has
  /// about them.
  public func putMembersRequest(
    type: String = "Group", id: String, current: JSONObject, members: [(id: String, display: String?)]
  ) -> TargetRequest {
    var present: [String: JSONValue] = [:]
    for member in current.value(named: "members")?.elements ?? [] {
      if let id = Self.memberID(of: member) { present[id] = present[id] ?? member }
    }
    var group = withoutReadOnly(current)
    let values = members.map { present[$0.id] ?? Self.member($0.id, display: $0.display) }
    group.set(.array(values), named: "members")
    return TargetRequest(
      method: "PUT", path: location(ofType: type, id: id), body: withSchemas(group, type: type))
  }

  /// The target's ids of a group's members, in the order given there.
  public func memberIDs(in group: JSONObject) -> [String] {
    (group.value(named: "members")?.elements ?? []).compactMap(Self.memberID)
  }

  private static func memberID(of member: JSONValue) -> String? {
    guard case .object(let object) = member else { return member.identifierText }
    return object.value(named: "value")?.identifierText
  }

  private static func member(_ id: String, display: String?) -> JSONValue {
    var member: JSONObject = ["value": .string(id)]
    member["display"] = display.map { .string($0) }
    return .object(member)
  }

  private func patch(removing removed: [String], adding added: [JSONValue]) -> JSONObject {
    var patch = PatchBody(dialect: self, current: [:])
    for id in removed { patch.add(.remove, "members[value eq \(JSONValue.string(id))]") }
    if !added.isEmpty { patch.add(.add, "members", .array(added)) }
    return patch.body
  }

  private func partialGroup(
    removing removed: [String], adding added: [JSONValue], type: String
  ) -> JSONObject {
    let leaving = removed.map { id -> JSONValue in ["value": .string(id), "operation": "delete"] }
    return [
      "schemas": [.string(coreSchema(ofType: type))], "members": .array(leaving + added),
    ]
  }
}
