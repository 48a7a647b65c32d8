import SCIM
import Testing

@Suite struct `Attribute path` {
  static let user = "urn:ietf:params:scim:schemas:core:2.0:User"

  @Test(arguments: [
    ("userName", AttributePath(name: "userName")),
    ("name.givenName", AttributePath(name: "name", subName: "givenName")),
    ("members.$ref", AttributePath(name: "members", subName: "$ref")),
    ("sub_name-2", AttributePath(name: "sub_name-2")),
    (
      "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName",
      AttributePath(schema: Self.user, name: "name", subName: "givenName")
    ),
    ("urn:example:a", AttributePath(schema: "urn:example", name: "a")),
  ])
  func `a path is read and written`(text: String, path: AttributePath) throws {
    #expect(try AttributePath(parsing: text) == path)
    #expect(path.description == text)
  }

  @Test(arguments: [
    ("", 0), (".", 0), (".a", 0), ("a.", 2), ("a..b", 2), ("a.b.c", 3), ("1a", 0), ("a b", 1), ("a]", 1),
    ("urn:a", 0), ("urn:example:", 12), ("urn:example:.a", 12), ("é", 0), ("a.é", 2), ("a,", 1),
  ])
  func `what is no path is refused with its place`(text: String, offset: Int) {
    let error = #expect(throws: SCIMError.self) { try AttributePath(parsing: text) }
    #expect(error?.scimType == .invalidPath)
    #expect(error?.detail.contains("at offset \(offset):") == true, "\(error?.detail ?? "")")
  }

  @Test(arguments: [
    ("USERNAME", "userName", false),
    ("emails.Value", "emails.value", false),
    ("ID", "id", false),
    ("meta.lastmodified", "meta.lastModified", false),
    ("urn:ietf:params:scim:schemas:core:2.0:user:externalId", "externalId", false),
    ("manager", "\(SchemaURI.enterpriseUser):manager", true),
    ("manager.value", "\(SchemaURI.enterpriseUser):manager.value", true),
    (
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
      "\(SchemaURI.enterpriseUser):department", false
    ),
  ])
  func `an attribute is found in any case`(text: String, canonical: String, isBare: Bool) throws {
    let resolved = try #require(try AttributePath(parsing: text).resolved(in: .user))
    #expect(resolved.description == canonical)
    #expect(resolved.isBareExtensionName == isBare)
  }

  @Test(arguments: [
    "unknown", "name.unknown", "userName.value", "urn:example:1.0:User:userName", "members",
    "urn:ietf:params:scim:schemas:core:2.0:User:department",
  ])
  func `an attribute that a user does not have is not found`(text: String) throws {
    #expect(try AttributePath(parsing: text).resolved(in: .user) == nil)
  }
}
