import JSONTape
import SCIM
import Testing

@Suite struct `PATCH request` {
  static let schemas: JSONValue = [.string(SchemaURI.patchOp)]

  @Test(arguments: [
    ("userName", PatchPath.attribute(AttributePath(name: "userName"))),
    ("name.givenName", .attribute(AttributePath(name: "name", subName: "givenName"))),
    ("URN:ietf:params:scim:schemas:extension:enterprise:2.0:User", .schema(SchemaURI.enterpriseUser)),
    ("urn:ietf:params:scim:schemas:core:2.0:User", .schema(SchemaURI.user)),
    (
      "emails[a pr]",
      .valuePath(AttributePath(name: "emails"), .present(AttributePath(name: "a")), subName: nil)
    ),
    (
      "emails[ a pr ].value",
      .valuePath(AttributePath(name: "emails"), .present(AttributePath(name: "a")), subName: "value")
    ),
  ])
  func `a path is read`(text: String, path: PatchPath) throws {
    #expect(try PatchPath(parsing: text, type: .user) == path)
  }

  @Test(arguments: [
    ("a b", SCIMErrorType.invalidPath), ("a.b.c", .invalidPath), ("a eq 1", .invalidPath), ("", .invalidPath),
    ("emails[a pr].b.c", .invalidPath), ("emails[a pr].b[c pr]", .invalidPath),
    ("emails[a pr],", .invalidPath),
    ("emails[a pr", .invalidFilter), ("emails[a]", .invalidFilter), ("emails[]", .invalidFilter),
    ("emails[b[a pr]]", .invalidFilter), (" a", .invalidPath),
  ])
  func `what is no path is refused`(text: String, type: SCIMErrorType) {
    let error = #expect(throws: SCIMError.self) { try PatchPath(parsing: text, type: .user) }
    #expect(error?.scimType == type)
  }

  @Test func `a path is shown without what its filter compares`() throws {
    let path = try PatchPath(parsing: #"emails[value eq "secret@example.com"].type"#, type: .user)
    #expect(path.description == "emails[…].type")
  }

  @Test(
    arguments: [
      (["schemas": schemas, "Operations": [["op": "add", "path": "title", "value": "x"]]], []),
      (
        ["schemas": schemas, "Operations": [["op": "Add", "path": "title", "value": "x"]]], ["operationCase"]
      ),
      (["operations": [["op": "remove", "path": "title"]]], ["schemasMissing", "nameCase"]),
      (["schemas": [], "Operations": [["OP": "remove", "Path": "title"]]], ["schemasMissing"]),
      (["schemas": schemas, "Operations": ["op": "remove", "path": "title"]], ["arrayFromSingleValue"]),
      (
        [
          "schemas": .string(SchemaURI.patchOp),
          "Operations": [["op": "replace", "path": nil, "value": [:]]],
        ], []
      ),
    ] as [(JSONValue, [String])])
  func `a body is read and its departures recorded`(body: JSONValue, rules: [String]) throws {
    let request = try PatchRequest(body, type: .user)
    #expect(request.operations.count == 1)
    #expect(request.tolerances.map(\.rule) == rules)
  }

  @Test(
    arguments: [
      ([], SCIMErrorType.invalidSyntax, "object"),
      (["schemas": ["urn:example"], "Operations": []], .invalidSyntax, "schemas"),
      (["schemas": schemas], .invalidSyntax, "Operations"),
      (["Operations": []], .invalidSyntax, "Operations"),
      (["Operations": [1]], .invalidSyntax, "Operations[0]"),
      (["Operations": [["path": "title"]]], .invalidSyntax, "Operations[0].op"),
      (["Operations": [["op": "move", "path": "title"]]], .invalidSyntax, "Operations[0].op"),
      (["Operations": [["op": "remove"]]], .noTarget, "Operations[0].path"),
      (["Operations": [["op": "add", "path": "title"]]], .invalidValue, "Operations[0].value"),
      (
        ["Operations": [["op": "remove", "path": "title"], ["op": "remove", "path": 1]]], .invalidPath,
        "Operations[1].path"
      ),
      (["Operations": [["op": "remove", "path": "emails["]]], .invalidFilter, "Operations[0].path"),
    ] as [(JSONValue, SCIMErrorType, String)])
  func `what is no PatchOp is refused with its place`(body: JSONValue, type: SCIMErrorType, place: String) {
    let error = #expect(throws: SCIMError.self) { try PatchRequest(body, type: .user) }
    #expect(error?.scimType == type)
    #expect(error?.detail.contains(place) == true, "\(error?.detail ?? "")")
  }
}
