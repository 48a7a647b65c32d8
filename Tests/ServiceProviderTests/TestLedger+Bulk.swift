import LedgerTestKit
import ScimLedger

extension TestLedger {
  /// Sends a bulk request of these operations.
  @discardableResult
  func bulk(_ operations: [JSONValue], failOnErrors: Int? = nil) async -> Answer {
    var body: JSONObject = ["schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]]
    body["failOnErrors"] = failOnErrors.map { .number(JSONNumber($0)) }
    body["Operations"] = .array(operations)
    return await send("POST", "/Bulk", .object(body))
  }
}

extension Answer {
  /// The results of a bulk request's operations.
  var operations: [JSONObject] { self["Operations"]?.arrayValue?.compactMap(\.objectValue) ?? [] }
  var statuses: [String] { operations.map { $0["status"]?.stringValue ?? "" } }

  /// The id at the end of the location of an operation's result.
  func id(ofOperation index: Int) -> String {
    guard operations.indices.contains(index), let location = operations[index]["location"]?.stringValue else {
      return ""
    }
    return location.split(separator: "/").last.map(String.init) ?? ""
  }
}

/// Bulk operations, as short as they can be said.
enum Operation {
  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  static func user(_ userName: String, manager: String? = nil, bulkID: String? = nil) -> JSONValue {
    var data: JSONObject = ["userName": .string(userName)]
    if let manager { data[enterprise] = ["manager": ["value": .string(manager)]] }
    return .object([
      "method": "POST", "path": "/Users", "bulkId": .string(bulkID ?? userName), "data": .object(data),
    ])
  }

  static func group(_ name: String, of members: [String]) -> JSONValue {
    [
      "method": "POST", "path": "/Groups", "bulkId": .string(name),
      "data": [
        "displayName": .string(name), "members": .array(members.map { ["value": .string($0)] }),
      ],
    ]
  }

  static func delete(_ path: String) -> JSONValue { ["method": "DELETE", "path": .string(path)] }

  static func patch(_ path: String, _ operations: JSONValue..., bulkID: String? = nil) -> JSONValue {
    var operation: JSONObject = ["method": "PATCH", "path": .string(path)]
    operation["bulkId"] = bulkID.map { .string($0) }
    operation["data"] = [
      "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations),
    ]
    return .object(operation)
  }

  static func put(_ path: String, _ data: JSONValue, version: String? = nil) -> JSONValue {
    var operation: JSONObject = ["method": "PUT", "path": .string(path), "data": data]
    operation["version"] = version.map { .string($0) }
    return .object(operation)
  }
}
