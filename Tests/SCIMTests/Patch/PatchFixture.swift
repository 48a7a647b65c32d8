import JSONTape
import SCIM
import Testing

/// One operation on an image, and what comes of it.
struct PatchCase: Sendable, CustomTestStringConvertible {
  var before: JSONObject
  var operation: JSONObject
  var after: JSONObject

  init(_ before: JSONObject, _ operation: JSONObject, gives after: JSONObject) {
    self.before = before
    self.operation = operation
    self.after = after
  }

  var testDescription: String { "\(operation) on \(before)" }
}

struct PatchRefusal: Sendable, CustomTestStringConvertible {
  var before: JSONObject
  var operation: JSONObject
  var type: SCIMErrorType
  var place: String

  init(_ before: JSONObject, _ operation: JSONObject, _ type: SCIMErrorType, at place: String = "path") {
    self.before = before
    self.operation = operation
    self.type = type
    self.place = place
  }

  var testDescription: String { "\(operation) on \(before)" }
}

enum PatchFixture {
  static let enterprise = SchemaURI.enterpriseUser

  /// An image of a user with these attributes; `schemas` and `userName` are filled in.
  static func user(_ attributes: JSONObject) -> JSONObject {
    var schemas: [JSONValue] = [.string(SchemaURI.user)]
    if attributes.contains(enterprise) { schemas.append(.string(enterprise)) }
    var image: JSONObject = ["schemas": .array(schemas), "userName": "bjensen"]
    for member in attributes { image[member.name] = member.value }
    return image
  }

  static func apply(
    _ operations: [JSONObject], to image: JSONObject, as type: ResourceType = .user
  ) throws -> PatchResult {
    let body: JSONValue = [
      "schemas": [.string(SchemaURI.patchOp)], "Operations": .array(operations.map { .object($0) }),
    ]
    return try PatchRequest(body, type: type).applied(to: image, as: type, id: "own-id")
  }

  static func check(_ patch: PatchCase) throws {
    let before = user(patch.before)
    let after = user(patch.after)
    let result = try apply([patch.operation], to: before)
    #expect(result.image == after)
    #expect(result.changed == (before != after))
  }

  static func check(_ refusal: PatchRefusal) {
    let error = #expect(throws: SCIMError.self) {
      try apply(
        [["op": "add", "path": "nickName", "value": "N"], refusal.operation], to: user(refusal.before))
    }
    #expect(error?.scimType == refusal.type)
    #expect(error?.detail.hasPrefix("Operations[1].\(refusal.place)") == true, "\(error?.detail ?? "")")
  }
}
