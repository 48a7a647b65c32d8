import ScimLedger

/// Requests as Entra's provisioning service writes them by default: capitalised operations, booleans as
/// strings, one operation an attribute, members removed by a value beside the path.
enum EntraDialect {
  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  static func user(_ person: DemoPerson) -> JSONValue {
    var name = JSONObject([("formatted", .string(person.displayName))])
    if !person.familyName.isEmpty { name["familyName"] = .string(person.familyName) }
    name["givenName"] = .string(person.givenName)
    var user = JSONObject([
      ("schemas", ["urn:ietf:params:scim:schemas:core:2.0:User", .string(enterprise)]),
      ("externalId", .string(person.objectID)),
      ("userName", .string(person.userName)),
      ("active", .bool(person.isEnabled)),
      ("displayName", .string(person.displayName)),
    ])
    if let mail = person.mail {
      user["emails"] = [["primary": true, "type": "work", "value": .string(mail)]]
    }
    user["meta"] = ["resourceType": "User"]
    user["name"] = .object(name)
    user["roles"] = []
    user["title"] = .string(person.title)
    user[enterprise] = [
      "department": .string(person.department), "employeeNumber": .string(person.employeeNumber),
    ]
    return .object(user)
  }

  static func group(_ group: DemoGroup) -> JSONValue {
    [
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:Group",
        "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
      ],
      "externalId": .string(group.objectID), "displayName": .string(group.displayName),
      "meta": ["resourceType": "Group"],
    ]
  }

  static func patch(_ operations: [JSONValue]) -> JSONValue {
    ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations)]
  }

  static func replace(_ path: String, _ value: JSONValue) -> JSONValue {
    ["op": "Replace", "path": .string(path), "value": value]
  }

  static func addMembers(_ ids: [String]) -> JSONValue {
    ["op": "Add", "path": "members", "value": .array(ids.map { ["$ref": nil, "value": .string($0)] })]
  }

  static func removeMember(_ id: String) -> JSONValue {
    ["op": "Remove", "path": "members", "value": [["value": .string(id)]]]
  }

  static func setManager(_ id: String) -> JSONValue {
    ["op": "Add", "path": .string(enterprise + ":manager"), "value": .string(id)]
  }

  /// `/Users?filter=userName+eq+%22…%22`: spaces as `+`, everything else that is reserved by percent.
  static func match(_ attribute: String, _ value: String, at endpoint: String) -> String {
    let quoted = JSONValue.string(value).description
    let parameter = attribute + "+eq+" + quoted.percentEncoded
    return endpoint == "/Groups"
      ? "/Groups?excludedAttributes=members&filter=" + parameter : endpoint + "?filter=" + parameter
  }
}
