import JSONTape
import SCIM
import Testing

@Suite struct `PATCH of attributes` {
  private static let enterprise = PatchFixture.enterprise
  private static let ann: JSONObject = ["name": ["givenName": "Ann", "familyName": "Lee"]]
  private static let tours: JSONObject = [enterprise: ["department": "Tours"]]

  @Test(arguments: [
    PatchCase([:], ["op": "add", "path": "title", "value": "T"], gives: ["title": "T"]),
    PatchCase(["title": "S"], ["op": "add", "path": "TITLE", "value": "T"], gives: ["title": "T"]),
    PatchCase(["title": "S"], ["op": "replace", "path": "title", "value": "T"], gives: ["title": "T"]),
    PatchCase([:], ["op": "replace", "path": "title", "value": "T"], gives: ["title": "T"]),
    PatchCase(["title": "T"], ["op": "add", "path": "title", "value": "T"], gives: ["title": "T"]),
    PatchCase(["title": "T"], ["op": "replace", "path": "title", "value": nil], gives: [:]),
    PatchCase(["title": "T"], ["op": "replace", "path": "title", "value": ""], gives: [:]),
    PatchCase(["title": "T"], ["op": "add", "path": "title", "value": ""], gives: [:]),
    PatchCase(["title": "T"], ["op": "remove", "path": "title"], gives: [:]),
    PatchCase(["title": "T"], ["op": "remove", "path": "title", "value": "X"], gives: [:]),
    PatchCase([:], ["op": "remove", "path": "title"], gives: [:]),
    PatchCase(
      ["active": true], ["op": "Replace", "path": "active", "value": "False"], gives: ["active": false]),
    PatchCase([:], ["op": "add", "path": "externalId", "value": "e"], gives: ["externalId": "e"]),
    PatchCase([:], ["op": "add", "path": "schemas", "value": ["urn:x"]], gives: [:]),
    PatchCase(
      ann, ["op": "replace", "path": "name.givenName", "value": "Eva"],
      gives: ["name": ["givenName": "Eva", "familyName": "Lee"]]),
    PatchCase(
      [:], ["op": "add", "path": "name.givenName", "value": "Eva"], gives: ["name": ["givenName": "Eva"]]),
    PatchCase(
      ann, ["op": "replace", "path": "name", "value": ["givenName": "Eva", "familyName": nil]],
      gives: ["name": ["givenName": "Eva"]]),
    PatchCase(
      ann, ["op": "add", "path": "name", "value": ["formatted": "Ann Lee"]],
      gives: ["name": ["givenName": "Ann", "familyName": "Lee", "formatted": "Ann Lee"]]),
    PatchCase(ann, ["op": "remove", "path": "name.givenName"], gives: ["name": ["familyName": "Lee"]]),
    PatchCase(["name": ["givenName": "Ann"]], ["op": "remove", "path": "name.givenName"], gives: [:]),
    PatchCase(ann, ["op": "remove", "path": "name"], gives: [:]),
    PatchCase(ann, ["op": "replace", "path": "name", "value": nil], gives: [:]),
  ])
  func `a core attribute is set and cleared`(patch: PatchCase) throws {
    try PatchFixture.check(patch)
  }

  @Test(arguments: [
    PatchCase([:], ["op": "add", "path": "\(enterprise):department", "value": "Tours"], gives: tours),
    PatchCase(
      [:],
      [
        "op": "add", "path": .string(enterprise),
        "value": ["schemas": [.string(enterprise)], "department": "Tours"],
      ],
      gives: tours),
    PatchCase([:], ["op": "add", "path": "department", "value": "Tours"], gives: tours),
    PatchCase(tours, ["op": "remove", "path": "\(enterprise):department"], gives: [:]),
    PatchCase(tours, ["op": "remove", "path": .string(enterprise)], gives: [:]),
    PatchCase(tours, ["op": "replace", "path": .string(enterprise), "value": nil], gives: [:]),
    PatchCase(
      tours, ["op": "replace", "path": .string(enterprise), "value": ["division": "D"]],
      gives: [enterprise: ["department": "Tours", "division": "D"]]),
    PatchCase([:], ["op": "add", "value": [enterprise: ["department": "Tours"]]], gives: tours),
    PatchCase([:], ["op": "add", "value": ["\(enterprise):department": "Tours"]], gives: tours),
    PatchCase(
      [:], ["op": "add", "path": "\(enterprise):manager", "value": "m1"],
      gives: [enterprise: ["manager": ["value": "m1"]]]),
    PatchCase(
      [:], ["op": "add", "path": "manager", "value": [["value": "m1", "$ref": nil]]],
      gives: [enterprise: ["manager": ["value": "m1"]]]),
    PatchCase(
      [enterprise: ["manager": ["value": "m1", "$ref": "../Users/m1"]]],
      ["op": "replace", "path": "\(enterprise):manager", "value": ["value": "m2", "displayName": "x"]],
      gives: [enterprise: ["manager": ["value": "m2"]]]),
    PatchCase(
      [enterprise: ["manager": ["value": "m1"]]],
      ["op": "replace", "path": "\(enterprise):manager", "value": ["value": ""]], gives: [:]),
    PatchCase(
      [enterprise: ["manager": ["value": "m1"]]],
      ["op": "Replace", "path": "\(enterprise):manager", "value": ""],
      gives: [:]),
  ])
  func `an extension's attribute is set and cleared, and schemas follow`(patch: PatchCase) throws {
    try PatchFixture.check(patch)
  }

  @Test(arguments: [
    PatchCase(
      ["title": "T"], ["op": "replace", "value": ["displayName": "D", "nickName": "N"]],
      gives: ["title": "T", "displayName": "D", "nickName": "N"]),
    PatchCase(
      ann,
      [
        "op": "replace",
        "value": ["name.givenName": "Eva", "urn:ietf:params:scim:schemas:core:2.0:User:title": "T"],
      ],
      gives: ["name": ["givenName": "Eva", "familyName": "Lee"], "title": "T"]),
    PatchCase(ann, ["op": "add", "value": ["NAME": ["GivenName": "Ann"]]], gives: ann),
    PatchCase(["title": "T"], ["op": "replace", "value": ["title": nil]], gives: [:]),
    PatchCase(["title": "T"], ["op": "replace", "value": ["title": ""]], gives: [:]),
    PatchCase(
      [:],
      [
        "op": "replace",
        "value": ["id": "own-id", "meta": ["version": "x"], "groups": [], "schemas": [], "x": 1],
      ],
      gives: [:]),
    PatchCase([:], ["op": "replace", "path": "", "value": ["title": "T"]], gives: ["title": "T"]),
    PatchCase(
      [:], ["op": "add", "value": [#"emails[type eq "work"].value"#: "w@x.example"]],
      gives: ["emails": [["type": "work", "value": "w@x.example"]]]),
  ])
  func `a value without a path has paths as its keys`(patch: PatchCase) throws {
    try PatchFixture.check(patch)
  }

  @Test(arguments: [
    PatchRefusal([:], ["op": "replace", "path": "unknown", "value": "x"], .invalidPath),
    PatchRefusal([:], ["op": "add", "path": "name.unknown", "value": "x"], .invalidPath),
    PatchRefusal([:], ["op": "add", "path": "\(enterprise):unknown", "value": "x"], .invalidPath),
    PatchRefusal([:], ["op": "add", "path": .string(enterprise), "value": ["unknown": "x"]], .invalidPath),
    PatchRefusal([:], ["op": "add", "path": .string(enterprise), "value": "x"], .invalidValue, at: "value"),
    PatchRefusal([:], ["op": "remove", "path": .string(SchemaURI.user)], .mutability),
    PatchRefusal([:], ["op": "replace", "path": "id", "value": "own-id"], .mutability),
    PatchRefusal([:], ["op": "remove", "path": "id"], .mutability),
    PatchRefusal([:], ["op": "replace", "value": ["id": "another"]], .mutability, at: "value"),
    PatchRefusal([:], ["op": "replace", "path": "meta.created", "value": "x"], .mutability),
    PatchRefusal([:], ["op": "add", "path": "groups", "value": [["value": "g"]]], .mutability),
    PatchRefusal([:], ["op": "add", "path": "\(enterprise):manager.displayName", "value": "x"], .mutability),
    PatchRefusal([:], ["op": "remove", "path": "userName"], .mutability),
    PatchRefusal([:], ["op": "replace", "path": "userName", "value": ""], .invalidValue, at: "value"),
    PatchRefusal([:], ["op": "replace", "value": ["userName": nil]], .invalidValue, at: "value"),
    PatchRefusal([:], ["op": "replace", "path": "active", "value": "maybe"], .invalidValue, at: "value"),
    PatchRefusal([:], ["op": "add", "path": "name", "value": "Ann"], .invalidValue, at: "value"),
    PatchRefusal([:], ["op": "add", "value": "x"], .invalidValue, at: "value"),
  ])
  func `what may not be is refused, and named`(refusal: PatchRefusal) {
    PatchFixture.check(refusal)
  }

  @Test func `operations are applied in their order`() throws {
    let result = try PatchFixture.apply(
      [
        ["op": "replace", "path": "title", "value": "b"], ["op": "remove", "path": "title"],
        ["op": "add", "path": "title", "value": "c"],
      ], to: PatchFixture.user(["title": "a"]))
    #expect(result.image["title"] == "c")
  }

  @Test func `a change undone is no change`() throws {
    let before = PatchFixture.user(["title": "a"])
    let result = try PatchFixture.apply(
      [["op": "remove", "path": "title"], ["op": "add", "path": "title", "value": "a"]], to: before)
    #expect(!result.changed)
    #expect(result.image.description == before.description)
  }

  @Test(
    arguments: [
      ["op": "replace", "path": "password", "value": "s3cret"],
      ["op": "replace", "value": ["password": "s3cret"]],
    ] as [JSONObject])
  func `a password is noted and not kept`(operation: JSONObject) throws {
    let result = try PatchFixture.apply([operation], to: PatchFixture.user([:]))
    #expect(result.passwordGiven)
    #expect(!result.changed)
    #expect(!"\(result)".contains("s3cret"))
  }

  @Test func `tolerances of the request and of its values are told`() throws {
    let result = try PatchFixture.apply(
      [
        ["op": "Replace", "path": "active", "value": "False"],
        ["op": "add", "value": ["name.givenName": "A", "x": 1]],
        ["op": "add", "path": "manager", "value": "m"],
      ], to: PatchFixture.user([:]))
    #expect(
      result.tolerances.map(\.rule) == [
        "operationCase", "booleanAsString", "dottedKey", "unknownAttributeIgnored",
        "extensionAttributeAtTopLevel",
        "complexFromString",
      ])
  }

  @Test func `an immutable attribute is set once`() throws {
    var type = ResourceType.user
    type.schema.attributes.append(Attribute(name: "badge", mutability: .immutable))
    let set = try PatchFixture.apply(
      [["op": "add", "path": "badge", "value": "1"]], to: PatchFixture.user([:]), as: type)
    #expect(set.image["badge"] == "1")
    #expect(
      try !PatchFixture.apply([["op": "add", "path": "badge", "value": "1"]], to: set.image, as: type).changed
    )
    for operation: JSONObject in [
      ["op": "replace", "path": "badge", "value": "2"], ["op": "remove", "path": "badge"],
    ] {
      let error = #expect(throws: SCIMError.self) {
        try PatchFixture.apply([operation], to: set.image, as: type)
      }
      #expect(error?.scimType == .mutability)
    }
  }
}
