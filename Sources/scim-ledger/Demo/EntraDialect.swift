import ScimLedger

/// Requests as Entra's provisioning service writes them by default, for those that are sent by hand.
enum EntraDialect {
  static func user(_ person: DemoPerson) -> JSONValue {
    [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": .string(person.objectID),
      "userName": .string(person.userName), "active": true, "displayName": .string(person.displayName),
    ]
  }

  static func patch(_ operations: [JSONValue]) -> JSONValue {
    ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations)]
  }

  static func replace(_ path: String, _ value: JSONValue) -> JSONValue {
    ["op": "Replace", "path": .string(path), "value": value]
  }
}
