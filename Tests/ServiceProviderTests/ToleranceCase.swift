import LedgerTestKit
import ScimLedger
import Testing

/// A request that needs one rule and no other.
struct ToleranceCase: Sendable, CustomTestStringConvertible {
  var rule: String
  var method = "POST"
  /// `{user}` and `{group}` stand for the ids of what is in the directory.
  var target = "/Users"
  var body: JSONValue?
  var version = ProtocolVersion.v2
  var restoresOnCreate = false

  var testDescription: String { rule }

  static let core = "urn:ietf:params:scim:schemas:core:2.0:User"
  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  /// A user's creation, right but for what is given.
  private static func create(
    _ rule: String, schemas: JSONValue? = [.string(core)], _ more: JSONObject
  ) -> ToleranceCase {
    var body: JSONObject = ["userName": "new"]
    body["schemas"] = schemas
    for member in more { body[member.name] = member.value }
    return ToleranceCase(rule: rule, body: .object(body))
  }

  private static func patch(_ rule: String, _ operation: JSONValue) -> ToleranceCase {
    ToleranceCase(
      rule: rule, method: "PATCH", target: "/Users/{user}",
      body: [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array([operation]),
      ])
  }

  private static func get(_ rule: String, _ query: String, version: ProtocolVersion = .v2) -> ToleranceCase {
    ToleranceCase(rule: rule, method: "GET", target: "/Users?" + query, version: version)
  }

  private static func bulk(_ rule: String, _ operation: JSONValue) -> ToleranceCase {
    ToleranceCase(
      rule: rule, target: "/Bulk",
      body: [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": .array([operation]),
      ])
  }

  private static let work: JSONValue = ["value": "a@example.com", "type": "work"]
  private static let both: JSONValue = [.string(core), .string(enterprise)]

  static let all: [ToleranceCase] = bodies + changes + queries

  private static let bodies: [ToleranceCase] = [
    create("booleanAsString", ["active": "True"]),
    create("stringFromNumber", ["title": 7]),
    create("stringFromBoolean", ["title": true]),
    create("singleValueAsArray", ["title": ["Dr"]]),
    create("arrayFromSingleValue", ["emails": work]),
    create("complexFromString", schemas: both, [enterprise: ["manager": "boss"]]),
    create("duplicateValueIgnored", ["emails": [work, work]]),
    create(
      "primaryMoved",
      ["emails": [["value": "a", "primary": true], ["value": "b", "primary": true]]]),
    create("nullIgnored", ["nickName": nil]),
    create("emptyStringCleared", ["nickName": ""]),
    create("nameCase", ["NickName": "N"]),
    create("dottedKey", ["name.givenName": "Ana"]),
    create("flatExtensionKey", schemas: both, ["\(enterprise):department": "Sales"]),
    create("extensionAttributeAtTopLevel", schemas: both, ["department": "Sales"]),
    create("unknownAttributeIgnored", ["colour": "red"]),
    create("readOnlyIgnored", ["id": "mine"]),
    create("coreSchemaAsObject", [core: ["title": "Dr"]]),
    create("schemasMissing", schemas: nil, [:]),
    create("unknownSchemaIgnored", schemas: [.string(core), "urn:example:unknown"], [:]),
    create("extensionSchemaMissing", [enterprise: ["department": "Sales"]]),
    ToleranceCase(
      rule: "numberAsString", target: "/Rooms",
      body: ["schemas": ["urn:example:schemas:1.0:Room"], "name": "A", "floor": "7"]),
    ToleranceCase(
      rule: "unknownMemberTypeIgnored", target: "/Groups",
      body: [
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "New",
        "members": [["value": "{user}", "type": "Robot"]],
      ]),
    ToleranceCase(
      rule: "restoredOnCreate", body: ["schemas": [.string(core)], "userName": "leaver"],
      restoresOnCreate: true),
  ]

  private static let changes: [ToleranceCase] = [
    patch("schemasIgnored", ["op": "replace", "value": ["schemas": [.string(core)], "title": "Dr"]]),
    patch("operationCase", ["op": "Replace", "path": "title", "value": "Dr"]),
    patch(
      "valuePathCreated", ["op": "add", "path": "phoneNumbers[type eq \"work\"].value", "value": "1"]),
    patch("removeByValue", ["op": "remove", "path": "emails", "value": [work]]),
    ToleranceCase(
      rule: "patchOperationsInVersion1", method: "PATCH", target: "/Users/{user}",
      body: [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [["op": "replace", "path": "title", "value": "Dr"]],
      ], version: .v1),
    bulk(
      "methodCase",
      [
        "method": "post", "path": "/Users", "bulkId": "a",
        "data": ["schemas": [.string(core)], "userName": "new"],
      ]),
    bulk(
      "patchOperationsAsArray",
      [
        "method": "PATCH", "path": "/Users/{user}",
        "data": [["op": "replace", "path": "title", "value": "Dr"]],
      ]),
  ]

  private static let queries: [ToleranceCase] = [
    get("version2FilterOperator", "filter=title%20ne%20%22x%22", version: .v1),
    get("unquotedFilterValue", "filter=externalId%20eq%20x"),
    get("valuePathComparison", "filter=emails%5Btype%20eq%20%22work%22%5D.value%20eq%20%22x%22"),
    get("selectionValuePath", "attributes=emails%5Btype%20eq%20%22work%22%5D"),
  ]

  /// The case with the ledger that it is for.
  struct Prepared {
    var test: TestLedger
    var method: String
    var target: String
    var body: JSONValue?

    func send() async -> Answer { await test.send(method, target, body) }
  }

  private static let room: JSONValue = [
    "schemas": [
      [
        "id": "urn:example:schemas:1.0:Room", "name": "Room",
        "attributes": [["name": "name", "required": true], ["name": "floor", "type": "integer"]],
      ]
    ],
    "resourceTypes": [["name": "Room", "endpoint": "/Rooms", "schema": "urn:example:schemas:1.0:Room"]],
  ]

  func prepared(on test: TestLedger, profile: String) async throws -> Prepared {
    try await test.ledger.registerSchemas(Self.room)
    let user = await test.createUser("present", ["emails": [Self.work]])
    let leaver = await test.createUser("leaver")
    #expect(
      await test.patch("/Users/\(leaver)", ["op": "replace", "path": "active", "value": false]).status == 200)
    try await test.ledger.configure(
      LedgerConfiguration(profile: profile, restoresOnCreate: restoresOnCreate))
    func filled(_ text: String) -> String { text.replacing("{user}", with: user) }
    return Prepared(
      test: test.speaking(version), method: method, target: filled(target),
      body: try body.map { try JSONValue(parsing: Array(filled($0.description).utf8)) })
  }
}
