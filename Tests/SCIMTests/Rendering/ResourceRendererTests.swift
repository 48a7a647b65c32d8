import JSONTape
import SCIM
import Testing

enum ResourceRendererTestValues {
  static let meta = ResourceMeta(
    id: "i1", created: DateTime(microseconds: 0), lastModified: DateTime(microseconds: 1_500_000),
    version: "W/\"3\"", location: "https://s/Users/i1")
}

@Suite struct `Rendering a resource` {
  private func render(
    _ image: JSONObject, as type: ResourceType, members: [GroupMember]? = nil,
    groups: [GroupReference]? = nil
  ) -> JSONObject? {
    ResourceRenderer.render(
      image: image, meta: ResourceRendererTestValues.meta, type: type, members: members, groups: groups,
      selection: .defaults(for: type), baseURL: "https://s"
    ).objectValue
  }

  @Test func `a user has id, attributes in order and meta`() throws {
    let user = try #require(
      render(["schemas": [.string(SchemaURI.user)], "userName": "u", "active": true], as: .user, groups: []))
    #expect(user.members.map(\.name) == ["schemas", "id", "userName", "active", "meta"])
    #expect(
      user["meta"] == [
        "resourceType": "User", "created": "1970-01-01T00:00:00.000Z",
        "lastModified": "1970-01-01T00:00:01.500Z", "location": "https://s/Users/i1", "version": "W/\"3\"",
      ])
  }

  @Test func `a user's groups are references`() {
    let user = render(
      ["userName": "u"], as: .user,
      groups: [GroupReference(value: "g 1", display: "G"), GroupReference(value: "g2", direct: false)])
    #expect(
      user?["groups"] == [
        ["value": "g 1", "$ref": "https://s/Groups/g%201", "display": "G", "type": "direct"],
        ["value": "g2", "$ref": "https://s/Groups/g2", "type": "indirect"],
      ])
  }

  @Test func `a group's members are references`() {
    let members = [GroupMember(value: "a", display: "A"), GroupMember(value: "b", type: "Group")]
    let group = render(["displayName": "G"], as: .group, members: members)
    #expect(
      group?["members"] == [
        ["value": "a", "$ref": "https://s/Users/a", "type": "User", "display": "A"],
        ["value": "b", "$ref": "https://s/Groups/b", "type": "Group"],
      ])
    #expect(group?["schemas"] == [.string(SchemaURI.group)])
    #expect(render(["displayName": "G"], as: .group, members: [])?["members"] == [])
    #expect(render(["displayName": "G"], as: .group)?["members"] == nil)
  }

  @Test func `a manager gets the reference that was left out`() {
    let urn = SchemaURI.enterpriseUser
    let derived = render([urn: ["manager": ["value": "m"]]] as JSONObject, as: .user)
    #expect(derived?[urn] == ["manager": ["value": "m", "$ref": "https://s/Users/m"]])
    let given = render([urn: ["manager": ["value": "m", "$ref": "x"]]] as JSONObject, as: .user)
    #expect(given?[urn] == ["manager": ["value": "m", "$ref": "x"]])
  }

  @Test func `what is in no schema is not shown`() {
    let user = render(["userName": "u", "password": "p", "shoeSize": 9, "urn:x": ["a": 1]], as: .user)
    #expect(user?.members.map(\.name) == ["schemas", "id", "userName", "meta"])
  }
}
