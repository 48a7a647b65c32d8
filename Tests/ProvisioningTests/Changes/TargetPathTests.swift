import JSONTape
import Provisioning
import Testing

@Suite("Paths of target attributes")
struct TargetPathTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var text: String
    var schema: String?
    var name: String
    var selection: [TargetPath.Condition] = []
    var subName: String?

    var testDescription: String { text }
  }

  static let work = TargetPath.Condition(name: "type", value: "work")

  @Test(
    "A path is read as mappings write it",
    arguments: [
      Example(text: "userName", name: "userName"),
      Example(text: "name.formatted", name: "name", subName: "formatted"),
      Example(
        text: #"emails[type eq "work"].value"#, name: "emails", selection: [work], subName: "value"),
      Example(text: #"addresses[type eq "work"]"#, name: "addresses", selection: [work]),
      Example(
        text: #"roles[primary eq "True"].value"#, name: "roles",
        selection: [.init(name: "primary", value: true)], subName: "value"),
      Example(
        text: #"emails[type eq "work" and primary eq true].value"#, name: "emails",
        selection: [work, .init(name: "primary", value: true)], subName: "value"),
      Example(text: "\(enterprise):department", schema: enterprise, name: "department"),
      Example(text: "\(enterprise):manager.value", schema: enterprise, name: "manager", subName: "value"),
      Example(
        text: "\(version1Enterprise):manager.managerId", schema: version1Enterprise, name: "manager",
        subName: "managerId"),
      Example(
        text: "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName", name: "name",
        subName: "familyName"),
      Example(text: "urn:ietf:params:scim:schemas:core:2.0:Group:displayName", name: "displayName"),
      Example(text: "urn:scim:schemas:core:1.0:userName", name: "userName"),
      Example(
        text: "urn:example:badges:1.0:User:badge", schema: "urn:example:badges:1.0:User", name: "badge"),
      Example(text: "manager", name: "manager"),
      Example(text: "members", name: "members"),
    ])
  func reads(_ example: Example) throws {
    let path = try TargetPath(parsing: example.text)
    #expect(path.schema == example.schema)
    #expect(path.name == example.name)
    #expect(path.selection == example.selection)
    #expect(path.subName == example.subName)
    #expect(path.description == example.text)
  }

  @Test(
    "What is no path says what would be right",
    arguments: [
      ("", "offset 0"),
      ("name.", "offset 5"),
      (#"emails[type eq "work""#, "']'"),
      (#"emails[type co "work"].value"#, "equalities joined with 'and'"),
      (#"emails[type eq "work" or type eq "home"].value"#, "equalities joined with 'and'"),
      (#"name.givenName[type eq "x"]"#, "brackets follow an attribute"),
      ("a.b.c", "at most one sub-attribute"),
      ("urn:ietf:params:scim:schemas:core:2.0:User", "names a schema"),
    ])
  func refuses(_ text: String, _ part: String) {
    let error = #expect(throws: TargetPathError.self) { try TargetPath(parsing: text) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }
}
