import JSONTape
import SCIM
import Testing

@Suite struct `Selecting attributes` {
  static let image: JSONObject = [
    "schemas": [.string(SchemaURI.user), .string(SchemaURI.enterpriseUser)],
    "userName": "u", "externalId": "e", "name": ["givenName": "G", "familyName": "F"],
    "emails": [["value": "a", "type": "work"], ["value": "b"]],
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "D", "division": "V"],
  ]
  static let enterprise = SchemaURI.enterpriseUser

  static let cases: [(attributes: String?, excluded: String?, shown: JSONObject)] = [
    ("userName", nil, ["userName": "u"]),
    (" username , EXTERNALID ", nil, ["userName": "u", "externalId": "e"]),
    ("id", nil, [:]),
    ("shoeSize", nil, [:]),
    ("name.givenName,name.familyname", nil, ["name": ["givenName": "G", "familyName": "F"]]),
    ("name.givenName,name", nil, ["name": ["givenName": "G", "familyName": "F"]]),
    ("emails.type", nil, ["emails": [["type": "work"]]]),
    ("\(SchemaURI.user):name.givenName", nil, ["name": ["givenName": "G"]]),
    ("department", nil, ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "D"]]),
    (
      "\(SchemaURI.enterpriseUser):division", nil,
      ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["division": "V"]]
    ),
    (
      SchemaURI.enterpriseUser, nil,
      ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "D", "division": "V"]]
    ),
    ("userName", "userName", ["userName": "u"]),
    ("", "emails,name,\(SchemaURI.enterpriseUser),externalId,meta", ["userName": "u"]),
    (
      nil, "id,schemas,name.givenName,emails.value,\(SchemaURI.enterpriseUser):division,externalId,meta",
      [
        "userName": "u", "name": ["familyName": "F"], "emails": [["type": "work"]],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "D"],
      ]
    ),
  ]

  @Test(arguments: cases)
  func `an answer shows what was asked for, schemas and id always`(
    attributes: String?, excluded: String?, shown: JSONObject
  ) throws {
    let selection = try AttributeSelection(attributes: attributes, excludedAttributes: excluded, type: .user)
    let rendered = ResourceRenderer.render(
      image: Self.image, meta: ResourceRendererTestValues.meta, type: .user, members: nil, groups: nil,
      selection: selection, baseURL: "https://s")
    var rest = try #require(rendered.objectValue)
    #expect(rest.removeValue(forName: "schemas") == Self.image["schemas"])
    #expect(rest.removeValue(forName: "id") == "i1")
    #expect(rest == shown)
  }

  @Test(
    arguments: [
      (nil, nil, true), ("members", nil, true), ("MEMBERS.value", nil, true), ("displayName", nil, false),
      (nil, "members", false), (nil, "members.display", true), (SchemaURI.group, nil, true),
      (nil, "\(SchemaURI.group):members", false), ("id", "members", false),
    ] as [(String?, String?, Bool)])
  func `members are needed only when they are shown`(
    attributes: String?, excluded: String?, needed: Bool
  ) throws {
    let selection = try AttributeSelection(attributes: attributes, excludedAttributes: excluded, type: .group)
    #expect(selection.needsMembers == needed)
    #expect(!selection.needsGroups)
  }

  @Test func `groups are needed by default, members are no user's`() throws {
    #expect(AttributeSelection.defaults(for: .user).needsGroups)
    #expect(!AttributeSelection.defaults(for: .user).needsMembers)
    #expect(try !AttributeSelection(attributes: "id", excludedAttributes: nil, type: .user).needsGroups)
  }

  @Test func `returned is obeyed`() throws {
    var type = ResourceType.user
    type.schema.attributes += [
      Attribute(name: "always", returned: .always), Attribute(name: "never", returned: .never),
      Attribute(name: "asked", returned: .request),
      Attribute(
        name: "mixed", type: .complex,
        subAttributes: [
          Attribute(name: "plain"), Attribute(name: "asked", returned: .request),
          Attribute(name: "always", returned: .always),
        ]),
    ]
    let image: JSONObject = [
      "always": "1", "never": "2", "asked": "3", "mixed": ["plain": "4", "asked": "5", "always": "6"],
    ]
    func names(_ attributes: String?, _ excluded: String?) throws -> JSONValue {
      let selection = try AttributeSelection(attributes: attributes, excludedAttributes: excluded, type: type)
      return ResourceRenderer.render(
        image: image, meta: ResourceRendererTestValues.meta, type: type, members: nil, groups: nil,
        selection: selection, baseURL: "https://s")
    }
    func shown(_ attributes: String?, _ excluded: String?) throws -> JSONObject {
      var object = try #require(try names(attributes, excluded).objectValue)
      for name in ["schemas", "id", "meta"] { object.removeValue(forName: name) }
      return object
    }
    #expect(try shown(nil, nil) == ["always": "1", "mixed": ["plain": "4", "always": "6"]])
    #expect(try shown(nil, "always,mixed.plain") == ["always": "1", "mixed": ["always": "6"]])
    #expect(try shown("never,asked", nil) == ["always": "1", "asked": "3"])
    #expect(try shown("mixed.asked", nil) == ["always": "1", "mixed": ["asked": "5", "always": "6"]])
  }

  @Test func `a search request gives lists`() throws {
    let listed = try AttributeSelection(attributes: ["userName"], excludedAttributes: [], type: .user)
    #expect(try listed == AttributeSelection(attributes: "userName", excludedAttributes: nil, type: .user))
    #expect(throws: SCIMError.self) {
      _ = try AttributeSelection(
        attributes: Array(repeating: "title", count: 10_000), excludedAttributes: [], type: .user)
    }
  }
}
