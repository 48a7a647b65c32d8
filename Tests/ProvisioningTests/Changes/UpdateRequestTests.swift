import JSONTape
import Provisioning
import SCIM
import Testing

@Suite("Requests that create and change resources")
struct UpdateRequestTests {
  static let current = """
    {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "\(enterprise)"], "id": "a/1",
     "userName": "ann", "nickName": "n", "name": {"givenName": "Ann", "familyName": "B"},
     "emails": [{"type": "Work", "value": "w", "primary": true}, {"type": "home", "value": "h"}],
     "addresses": [{"type": "work", "country": "DE", "locality": "Bonn"}],
     "\(enterprise)": {"department": "d", "manager": {"value": "7", "$ref": "../7", "displayName": "M"}},
     "roles": [{"value": "r"}], "groups": [{"value": "g"}], "meta": {"version": "1"}, "title": null}
    """

  static let version1Current =
    current
    .replacing("urn:ietf:params:scim:schemas:core:2.0:User", with: "urn:scim:schemas:core:1.0")
    .replacing(enterprise, with: version1Enterprise)
    .replacing(#"{"value": "7", "$ref": "../7", "displayName": "M"}"#, with: #"{"managerId": "7"}"#)

  /// Values with what each dialect makes of them.
  struct Example: Sendable, CustomTestStringConvertible {
    var values: [(path: String, value: String?)]
    /// `Operations` of SCIM 2.0.
    var operations: String
    /// The body of SCIM 1.1 without `schemas`.
    var partial: String
    /// The members of a PUT that are not as they were.
    var replaced: String

    var testDescription: String { values.map(\.path).joined(separator: ", ") }

    func targetValues() throws -> [TargetValue] {
      try values.map { try TargetValue($0.path, $0.value) }
    }
  }

  static let work = #"emails[type eq "work"]"#
  static let home = #"{"type": "home", "value": "h"}"#

  static let examples = [
    Example(
      values: [("displayName", #""A""#), ("userName", #""ann2""#), ("nickName", nil)],
      operations: """
        [{"op": "add", "path": "displayName", "value": "A"},
         {"op": "replace", "path": "userName", "value": "ann2"}, {"op": "remove", "path": "nickName"}]
        """,
      partial: #"{"displayName": "A", "userName": "ann2", "meta": {"attributes": ["nickName"]}}"#,
      replaced: #"{"displayName": "A", "userName": "ann2", "nickName": null}"#),
    Example(
      values: [("name.givenName", #""Anne""#), ("name.familyName", nil), ("name.formatted", #""Anne""#)],
      operations: """
        [{"op": "replace", "path": "name.givenName", "value": "Anne"},
         {"op": "remove", "path": "name.familyName"},
         {"op": "add", "path": "name.formatted", "value": "Anne"}]
        """,
      partial: """
        {"name": {"givenName": "Anne", "formatted": "Anne"}, "meta": {"attributes": ["name.familyName"]}}
        """,
      replaced: #"{"name": {"givenName": "Anne", "formatted": "Anne"}}"#),
    Example(
      values: [("\(work).value", #""new""#)],
      operations: #"[{"op": "replace", "path": "emails[type eq \"Work\"].value", "value": "new"}]"#,
      partial: """
        {"emails": [{"type": "Work", "value": "new", "primary": true}, \(home)],
         "meta": {"attributes": ["emails"]}}
        """,
      replaced: #"{"emails": [{"type": "Work", "value": "new", "primary": true}, \#(home)]}"#),
    Example(
      values: [("\(work).value", nil), ("\(work).primary", #""True""#)],
      operations: #"[{"op": "remove", "path": "emails[type eq \"Work\"]"}]"#,
      partial: #"{"emails": [\#(home)], "meta": {"attributes": ["emails"]}}"#,
      replaced: #"{"emails": [\#(home)]}"#),
    Example(
      values: [
        (#"phoneNumbers[type eq "mobile"].value"#, #""1""#), (#"phoneNumbers[type eq "fax"].value"#, #""2""#),
        (#"phoneNumbers[type eq "mobile"].primary"#, #""True""#),
      ],
      operations: """
        [{"op": "add", "path": "phoneNumbers",
          "value": [{"type": "mobile", "value": "1", "primary": true}]},
         {"op": "add", "path": "phoneNumbers", "value": [{"type": "fax", "value": "2"}]}]
        """,
      partial: """
        {"phoneNumbers": [{"type": "mobile", "value": "1", "primary": true}, {"type": "fax", "value": "2"}]}
        """,
      replaced: """
        {"phoneNumbers": [{"type": "mobile", "value": "1", "primary": true}, {"type": "fax", "value": "2"}]}
        """),
    Example(
      values: [
        (#"addresses[type eq "work"].country"#, nil), (#"addresses[type eq "work"].region"#, #""X""#),
      ],
      operations: """
        [{"op": "add", "path": "addresses[type eq \\"work\\"].region", "value": "X"},
         {"op": "remove", "path": "addresses[type eq \\"work\\"].country"}]
        """,
      partial: """
        {"addresses": [{"type": "work", "locality": "Bonn", "region": "X"}],
         "meta": {"attributes": ["addresses"]}}
        """,
      replaced: #"{"addresses": [{"type": "work", "locality": "Bonn", "region": "X"}]}"#),
    Example(
      values: [(#"addresses[type eq "work"].country"#, nil), (#"addresses[type eq "work"].locality"#, nil)],
      operations: #"[{"op": "remove", "path": "addresses[type eq \"work\"]"}]"#,
      partial: #"{"meta": {"attributes": ["addresses"]}}"#,
      replaced: #"{"addresses": null}"#),
    Example(
      values: [("roles", #"["r", "s"]"#)],
      operations: #"[{"op": "add", "path": "roles", "value": [{"value": "s"}]}]"#,
      partial: #"{"roles": [{"value": "s"}]}"#,
      replaced: #"{"roles": [{"value": "r"}, {"value": "s"}]}"#),
    Example(
      values: [("roles", #"["s"]"#)],
      operations: #"[{"op": "replace", "path": "roles", "value": [{"value": "s"}]}]"#,
      partial: #"{"roles": [{"value": "s"}], "meta": {"attributes": ["roles"]}}"#,
      replaced: #"{"roles": [{"value": "s"}]}"#),
    Example(
      values: [("roles", nil)],
      operations: #"[{"op": "remove", "path": "roles"}]"#,
      partial: #"{"meta": {"attributes": ["roles"]}}"#,
      replaced: #"{"roles": null}"#),
    Example(
      values: [("emails.value", #""p""#)],
      operations: """
        [{"op": "replace", "path": "emails",
          "value": [{"type": "Work", "value": "p", "primary": true}, \(home)]}]
        """,
      partial: """
        {"emails": [{"type": "Work", "value": "p", "primary": true}, \(home)],
         "meta": {"attributes": ["emails"]}}
        """,
      replaced: #"{"emails": [{"type": "Work", "value": "p", "primary": true}, \#(home)]}"#),
  ]

  @Test("SCIM 2.0 with PATCH", arguments: examples)
  func version2Patch(_ example: Example) throws {
    let request = try update(example, TargetDialect(), Self.current)
    #expect(request.method == "PATCH")
    #expect(request.path == "/Users/a%2F1")
    #expect(request.body?["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:PatchOp"])
    #expect(try request.body?["Operations"] == json(example.operations))
  }

  @Test("SCIM 1.1 with PATCH", arguments: examples)
  func version1Patch(_ example: Example) throws {
    let dialect = TargetDialect(version: .v1, updates: .patch)
    let request = try update(example, dialect, Self.version1Current)
    #expect(request.method == "PATCH")
    var expected = try object(example.partial)
    expected["schemas"] = ["urn:scim:schemas:core:1.0"]
    #expect(request.body == expected)
  }

  @Test(
    "PUT sends the whole resource without what only the target sets",
    arguments: examples, [ProtocolVersion.v1, .v2])
  func put(_ example: Example, _ version: ProtocolVersion) throws {
    let current = version == .v2 ? Self.current : Self.version1Current
    let request = try update(example, TargetDialect(version: version, updates: .put), current)
    #expect(request.method == "PUT")
    var expected = try object(current)
    for member in try object(example.replaced) {
      expected[member.name] = member.value.isNull ? .none : member.value
    }
    for name in ["meta", "groups", "title"] { expected[name] = nil }
    #expect(request.body == expected)
  }

  private func update(
    _ example: Example, _ dialect: TargetDialect, _ text: String
  ) throws -> TargetRequest {
    let current = try object(text)
    let changes = dialect.changes(from: current, to: try example.targetValues())
    return dialect.updateRequest(type: "User", id: "a/1", changes: changes, current: current)
  }

  @Test("Attributes of the extension are named with its URN")
  func extensionAttributes() throws {
    let example = Example(
      values: [("\(enterprise):department", nil), ("costCenter", #""c""#)], operations: "", partial: "",
      replaced: "")
    let patch = try update(example, TargetDialect(), Self.current)
    #expect(
      try patch.body?["Operations"]
        == json(
          """
          [{"op": "remove", "path": "\(enterprise):department"},
           {"op": "add", "path": "\(enterprise):costCenter", "value": "c"}]
          """))
    let partial = try update(
      example, TargetDialect(version: .v1, updates: .patch), Self.version1Current)
    #expect(
      try partial.body
        == object(
          """
          {"schemas": ["urn:scim:schemas:core:1.0", "\(version1Enterprise)"],
           "\(version1Enterprise)": {"costCenter": "c"},
           "meta": {"attributes": ["\(version1Enterprise):department"]}}
          """))
    let put = try update(example, TargetDialect(updates: .put), Self.current)
    let extensionObject = put.body?[enterprise]?.objectValue
    #expect(extensionObject?["department"] == nil)
    #expect(extensionObject?["costCenter"] == "c")
  }

  @Test("A PUT whose extension is empty no longer lists it")
  func emptyExtension() throws {
    let current = try object(
      #"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "\#(enterprise)"], "#
        + #""userName": "a", "\#(enterprise)": {"department": "d"}}"#)
    let dialect = TargetDialect(updates: .put)
    let changes = dialect.changes(from: current, to: [try TargetValue("department", nil)])
    let request = dialect.updateRequest(type: "User", id: "1", changes: changes, current: current)
    #expect(
      try request.body
        == object(#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "a"}"#))
  }

  @Test(
    "Creation lists the schemas that have values",
    arguments: [
      (ProtocolVersion.v2, #"["urn:ietf:params:scim:schemas:core:2.0:User", "\#(enterprise)"]"#, enterprise),
      (.v1, #"["urn:scim:schemas:core:1.0", "\#(version1Enterprise)"]"#, version1Enterprise),
    ])
  func creation(_ version: ProtocolVersion, _ schemas: String, _ uri: String) throws {
    let request = TargetDialect(version: version, updates: .put).createRequest(
      type: "User",
      values: [
        try TargetValue("userName", #""ann""#), try TargetValue("active", #""True""#),
        try TargetValue("title", nil), try TargetValue("name.formatted", #""A B""#),
        try TargetValue(#"emails[type eq "work"].value"#, #""w""#),
        try TargetValue(#"roles[primary eq "True"].value"#, #""r""#),
        try TargetValue("entitlements", #"["e"]"#), try TargetValue("department", #""d""#),
        try TargetValue("password", #""p""#, isWriteOnly: true),
      ])
    #expect(request.method == "POST")
    #expect(request.path == "/Users")
    #expect(
      try request.body
        == object(
          """
          {"schemas": \(schemas), "userName": "ann", "active": true, "name": {"formatted": "A B"},
           "emails": [{"type": "work", "value": "w"}], "roles": [{"primary": true, "value": "r"}],
           "entitlements": [{"value": "e"}], "\(uri)": {"department": "d"}, "password": "p"}
          """))
  }

  @Test("Groups and other types have their schema and endpoint")
  func types() throws {
    let name = try TargetValue("displayName", #""d""#)
    let group = TargetDialect().createRequest(type: "Group", values: [name])
    #expect(group.path == "/Groups")
    #expect(
      group.body == ["schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "d"])
    let device = TargetDialect().createRequest(type: "Device", values: [name])
    #expect(device.path == "/Devices")
    #expect(device.body?["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:Device"])
  }

  @Test("A PUT of a group keeps its members")
  func groupMembers() throws {
    let current = try object(#"{"displayName": "G", "members": [{"value": "a"}]}"#)
    let dialect = TargetDialect(updates: .put)
    let changes = dialect.changes(from: current, to: [try TargetValue("displayName", #""H""#)])
    let request = dialect.updateRequest(type: "Group", id: "g", changes: changes, current: current)
    #expect(request.body?["members"] == [["value": "a"]])
    #expect(request.body?["displayName"] == "H")
  }

  @Test("Where several values fit the brackets, the set is given as a whole")
  func severalFit() throws {
    let current = try object(
      #"{"emails": [{"type": "work", "value": "a"}, {"type": "work", "value": "b"}, "#
        + #"{"type": "home", "value": "h"}]}"#)
    let changes = TargetDialect().changes(
      from: current,
      to: [
        try TargetValue(#"emails[type eq "work"].value"#, #""c""#),
        try TargetValue(#"emails[type eq "home"].value"#, #""i""#),
      ])
    let request = TargetDialect().updateRequest(type: "User", id: "1", changes: changes, current: current)
    #expect(
      try request.body?["Operations"]
        == json(
          """
          [{"op": "replace", "path": "emails", "value": [{"type": "work", "value": "c"},
            {"type": "work", "value": "b"}, {"type": "home", "value": "i"}]}]
          """))
  }

  @Test("Deletion names the resource alone")
  func deletion() {
    #expect(
      TargetDialect().deleteRequest(type: "User", id: "a b")
        == TargetRequest(
          method: "DELETE", path: "/Users/a%20b"))
  }
}
