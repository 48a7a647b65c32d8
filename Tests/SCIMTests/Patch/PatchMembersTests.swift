import JSONTape
import SCIM
import Testing

@Suite struct `PATCH of members` {
  private static let image: JSONObject = ["schemas": [.string(SchemaURI.group)], "displayName": "G"]
  private static let m1 = GroupMember(value: "m1")

  @Test(
    arguments: [
      (["op": "Add", "path": "members", "value": [["$ref": nil, "value": "m1"]]], [.add([m1])]),
      (
        ["op": "add", "path": "members", "value": [["value": "m1", "display": "D", "type": "User"]]],
        [.add([GroupMember(value: "m1", type: "User", display: "D")])]
      ),
      (["op": "add", "path": "members", "value": "m1"], [.add([m1])]),
      (["op": "add", "path": "members", "value": []], []),
      (["op": "add", "value": ["members": [["value": "m1"]], "displayName": "G"]], [.add([m1])]),
      (
        ["op": "add", "path": #"members[value eq "m1"]"#, "value": ["type": "User"]],
        [.add([GroupMember(value: "m1", type: "User")])]
      ),
      (["op": "replace", "path": "members", "value": [["value": "m1"]]], [.replaceAll([m1])]),
      (["op": "replace", "path": "members", "value": []], [.removeAll]),
      (["op": "replace", "value": ["members": nil]], [.removeAll]),
      (["op": "replace", "value": ["displayName": "G"]], []),
      (["op": "remove", "path": "members"], [.removeAll]),
      (["op": "remove", "path": "members", "value": nil], [.removeAll]),
      (["op": "remove", "path": "members", "value": []], []),
      (["op": "Remove", "path": "members", "value": [["$ref": nil, "value": "m1"]]], [.remove(["m1"])]),
      (["op": "remove", "path": #"members[value eq "m1"]"#], [.remove(["m1"])]),
      (["op": "remove", "path": "members[value eq 17]"], [.remove(["17"])]),
      (["op": "remove", "path": #"members[value eq "m1" or value eq "m2"]"#], [.remove(["m1", "m2"])]),
      (
        ["op": "remove", "path": #"members[type eq "Group"]"#],
        [.removeWhere(.comparison(AttributePath(name: "type"), .equal, "Group"))]
      ),
    ] as [(JSONObject, [MembersChange])])
  func `a change of members is told and not looked up`(operation: JSONObject, changes: [MembersChange]) throws
  {
    let result = try PatchFixture.apply([operation], to: Self.image, as: .group)
    #expect(result.membersChanges == changes)
    #expect(!result.changed)
  }

  @Test func `changes keep their order beside those of the image`() throws {
    let result = try PatchFixture.apply(
      [
        ["op": "remove", "path": #"members[value eq "m1"]"#],
        ["op": "replace", "value": ["id": "own-id", "displayName": "H"]],
        ["op": "add", "path": "members", "value": [["value": "m2"]]],
      ], to: Self.image, as: .group)
    #expect(result.membersChanges == [.remove(["m1"]), .add([GroupMember(value: "m2")])])
    #expect(result.image["displayName"] == "H")
    #expect(result.changed)
  }

  @Test(
    arguments: [
      (
        ["op": "replace", "path": #"members[value eq "m1"]"#, "value": ["value": "m2"]],
        .mutability
      ),
      (["op": "replace", "path": #"members[value eq "m1"].display"#, "value": "D"], .mutability),
      (["op": "remove", "path": "members.value"], .mutability),
      (["op": "add", "path": "members", "value": [["display": "D"]]], .invalidValue),
      (["op": "add", "path": #"members[type eq "User"]"#, "value": ["value": "m1"]], .noTarget),
      (["op": "remove", "path": "displayName"], .mutability),
      (["op": "replace", "path": "displayName", "value": ""], .invalidValue),
    ] as [(JSONObject, SCIMErrorType)])
  func `what may not be is refused`(operation: JSONObject, type: SCIMErrorType) {
    let error = #expect(throws: SCIMError.self) {
      try PatchFixture.apply([operation], to: Self.image, as: .group)
    }
    #expect(error?.scimType == type)
  }
}
