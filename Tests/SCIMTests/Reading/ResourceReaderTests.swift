import JSONTape
import SCIM
import Testing

@Suite struct `Reading a resource` {
  static let enterprise = SchemaURI.enterpriseUser

  @Test func `a conforming user is kept as it is`() throws {
    let body: JSONValue = [
      "schemas": [.string(SchemaURI.user), .string(Self.enterprise)], "externalId": "e1",
      "userName": "ada@example.com", "name": ["givenName": "Ada"], "active": false,
      "emails": [["value": "ada@example.com", "type": "work", "primary": true]],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "R&D"],
    ]
    let read = try ResourceReader.read(body, as: .user)
    #expect(.object(read.image) == body)
    #expect(read.image.members.map(\.name).prefix(3) == ["schemas", "externalId", "userName"])
    #expect(read.tolerances.isEmpty)
    #expect(read.externalID == "e1" && read.userName == "ada@example.com" && read.active == false)
    #expect(read.members == nil && !read.passwordGiven)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var title: String
    var body: JSONValue
    /// What the image has besides `schemas`, `userName` and `active`.
    var image: JSONObject
    var rules: [String]
    var testDescription: String { title }
  }

  static let tolerated = [
    Case(
      title: "nulls, top-level extension attributes and a misspelt schema URI",
      body: [
        "schemas": [.string(SchemaURI.user), "urn:ietf:params:scim:schemas:extension:enterprise:2.0User"],
        "userName": "u", "addresses": nil, "department": nil, "manager": nil,
      ],
      image: [:],
      rules: [
        "nullIgnored", "extensionAttributeAtTopLevel", "nullIgnored", "extensionAttributeAtTopLevel",
        "nullIgnored", "unknownSchemaIgnored",
      ]),
    Case(
      title: "an extension's attribute at the top level",
      body: ["schemas": [.string(SchemaURI.user), .string(enterprise)], "userName": "u", "manager": "m"],
      image: [
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["manager": ["value": "m"]]
      ],
      rules: ["extensionAttributeAtTopLevel", "complexFromString"]),
    Case(
      title: "flat and dotted keys",
      body: [
        "schemas": [.string(SchemaURI.user)], "userName": "u", "name.givenName": "G", "Name.familyName": "F",
        "urn:ietf:params:scim:schemas:core:2.0:User:title": "T",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "D",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value": "m",
      ],
      image: [
        "name": ["givenName": "G", "familyName": "F"], "title": "T",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [
          "department": "D", "manager": ["value": "m"],
        ],
      ],
      rules: [
        "dottedKey", "dottedKey", "flatExtensionKey", "flatExtensionKey", "flatExtensionKey", "dottedKey",
        "extensionSchemaMissing",
      ]),
    Case(
      title: "readOnly attributes, a secret and the resource type in meta",
      body: [
        "schemas": [.string(SchemaURI.user)], "userName": "u", "id": "x", "groups": [], "password": "p",
        "meta": ["resourceType": "User"],
      ],
      image: [:], rules: ["readOnlyIgnored", "readOnlyIgnored", "readOnlyIgnored"]),
    Case(
      title: "unknown attributes and schemas",
      body: [
        "schemas": [.string(SchemaURI.user), "urn:x"], "userName": "u", "shoeSize": 9, "urn:x": ["a": 1],
        "emails.value": "a", "members": [], "a b": 1,
      ],
      image: [:],
      rules: [
        "unknownAttributeIgnored", "unknownSchemaIgnored", "unknownAttributeIgnored",
        "unknownAttributeIgnored", "unknownAttributeIgnored", "unknownSchemaIgnored",
      ]),
    Case(
      title: "no schemas, names in other case",
      body: ["USERNAME": "u", "displayname": "D"], image: ["displayName": "D"],
      rules: ["nameCase", "nameCase", "schemasMissing"]),
    Case(
      title: "an extension in schemas with nothing of it",
      body: [
        "schemas": [.string(SchemaURI.user), .string(enterprise)], "userName": "u",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [:],
      ], image: [:], rules: []),
    Case(
      title: "an extension's URN in other case, unknown and readOnly in it",
      body: [
        "schemas": .string(SchemaURI.user), "userName": "u",
        "URN:ietf:params:scim:schemas:extension:enterprise:2.0:user": [
          "Division": "D", "floor": 3, "manager.displayName": "M",
        ],
      ],
      image: ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["division": "D"]],
      rules: [
        "arrayFromSingleValue", "nameCase", "unknownAttributeIgnored", "readOnlyIgnored",
        "extensionSchemaMissing",
      ]),
  ]

  @Test(arguments: tolerated)
  func `what clients really send is understood`(example: Case) throws {
    let read = try ResourceReader.read(example.body, as: .user)
    var rest = read.image
    let schemas = rest.removeValue(forName: "schemas")?.arrayValue ?? []
    #expect(rest.removeValue(forName: "userName") == "u")
    #expect(rest.removeValue(forName: "active") == true)
    #expect(rest == example.image)
    #expect(read.tolerances.map(\.rule) == example.rules)
    #expect(schemas.first == .string(SchemaURI.user))
    #expect(schemas.contains(.string(Self.enterprise)) == rest.contains(Self.enterprise))
  }

  @Test func `a password is noted and not kept`() throws {
    let read = try ResourceReader.read(["userName": "u", "Password": "secret"], as: .user)
    #expect(read.passwordGiven)
    #expect(!"\(read)".contains("secret"))
    #expect(try !ResourceReader.read(["userName": "u", "password": nil], as: .user).passwordGiven)
  }

  @Test func `a group's members are kept apart`() throws {
    let read = try ResourceReader.read(
      [
        "schemas": [
          .string(SchemaURI.group),
          "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
        ], "displayName": "G", "externalId": "e", "members": [["value": "a"]],
      ], as: .group)
    #expect(read.image == ["schemas": [.string(SchemaURI.group)], "displayName": "G", "externalId": "e"])
    #expect(read.members == [GroupMember(value: "a")])
    #expect(read.displayName == "G" && read.active == nil)
    #expect(read.tolerances.map(\.rule) == ["unknownSchemaIgnored"])
    #expect(try ResourceReader.read(["displayName": "G"], as: .group).members == nil)
    #expect(try ResourceReader.read(["displayName": "G", "members": nil], as: .group).members == [])
  }

  static let refused: [(JSONValue, ResourceType, SCIMErrorType, String)] = [
    ([], .user, .invalidSyntax, "an array"),
    ("u", .user, .invalidSyntax, "a string"),
    ([:], .user, .invalidValue, "userName is required"),
    (["userName": ""], .user, .invalidValue, "userName is required"),
    (["userName": nil], .user, .invalidValue, "userName is required"),
    (["displayName": []], .group, .invalidValue, "displayName is required"),
    (["userName": ["a": 1]], .user, .invalidValue, "userName takes a string"),
    (["userName": "u", "active": "perhaps"], .user, .invalidValue, "active takes true or false"),
    (["userName": "u", "schemas": 5], .user, .invalidValue, "schemas takes an array"),
    (["userName": "u", "schemas": [5]], .user, .invalidValue, "schemas[0] takes a schema URI"),
    (
      ["userName": "u", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": "x"], .user,
      .invalidValue, "enterprise:2.0:User takes an object"
    ),
    (
      ["displayName": "G", "members": [["display": "x"]]], .group, .invalidValue,
      "members[0].value is missing"
    ),
  ]

  @Test(arguments: refused)
  func `what has no meaning is refused`(
    body: JSONValue, type: ResourceType, scimType: SCIMErrorType, detail: String
  ) {
    let error = #expect(throws: SCIMError.self) { _ = try ResourceReader.read(body, as: type) }
    #expect(error?.scimType == scimType && error?.status == 400)
    #expect(error?.detail.contains(detail) == true, "\(error?.detail ?? "")")
  }

  @Test func `replacing clears what is absent and keeps active`() throws {
    let present: JSONObject = ["userName": "u", "title": "T", "active": false]
    let kept = try ResourceReader.read(["userName": "u"], as: .user, replacing: present)
    #expect(kept.active == false && kept.image["title"] == nil)
    let set = try ResourceReader.read(["userName": "u", "active": "True"], as: .user, replacing: present)
    #expect(set.active == true)
  }

  @Test func `an immutable attribute keeps its value`() throws {
    var type = ResourceType.user
    type.schema.attributes.append(Attribute(name: "badge", mutability: .immutable))
    let present: JSONObject = ["userName": "u", "badge": "7"]
    #expect(try ResourceReader.read(["userName": "u", "badge": "7"], as: type).image["badge"] == "7")
    #expect(try ResourceReader.read(["userName": "u"], as: type, replacing: present).image["badge"] == "7")
    let error = #expect(throws: SCIMError.self) {
      _ = try ResourceReader.read(["userName": "u", "badge": "8"], as: type, replacing: present)
    }
    #expect(error?.scimType == .mutability)
  }
}
