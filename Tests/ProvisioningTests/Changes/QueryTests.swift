import EventLog
import JSONTape
import Provisioning
import SCIM
import Testing

@Suite("Queries to the target")
struct QueryTests {
  static let excluded = "&excludedAttributes=members"

  static let matches: [(String, String, String, ProtocolVersion, String, String)] = [
    ("User", "userName", #""a b""#, ProtocolVersion.v2, #"userName eq "a b""#, ""),
    ("User", "userName", #""a\"b\\c&é""#, .v2, #"userName eq "a\"b\\c&é""#, ""),
    ("User", "active", "true", .v2, "active eq true", ""),
    ("User", "name.familyName", #""B""#, .v2, #"name.familyName eq "B""#, ""),
    ("User", "department", #""d""#, .v2, #"\#(enterprise):department eq "d""#, ""),
    ("User", "department", #""d""#, .v1, #"\#(version1Enterprise):department eq "d""#, ""),
    (
      "User", #"emails[type eq "work"].value"#, #""w""#, .v2, #"emails[type eq "work" and value eq "w"]"#, ""
    ),
    ("User", #"emails[type eq "work"].value"#, #""w""#, .v1, #"emails.value eq "w""#, ""),
    (
      "User", #"roles[primary eq "True"].value"#, #""r""#, .v2,
      #"roles[primary eq true and value eq "r"]"#, ""
    ),
    ("Group", "displayName", #""g""#, .v2, #"displayName eq "g""#, excluded),
    ("Group", "displayName", #""g""#, .v1, #"displayName eq "g""#, ""),
  ]

  @Test(
    "A match is a filter, escaped for JSON and for the URL",
    arguments: matches)
  func match(
    _ type: String, _ path: String, _ value: String, _ version: ProtocolVersion, _ filter: String,
    _ rest: String
  ) throws {
    let request = TargetDialect(version: version, updates: .patch).matchRequest(
      type: type, path: try TargetPath(parsing: path), value: try json(value))
    #expect(request.method == "GET")
    #expect(request.path == "/\(type)s")
    #expect(request.query == "filter=" + filter.percentEncoded + rest)
    #expect(request.body == nil)
    #expect(throws: Never.self) { try Filter(parsing: filter) }
  }

  @Test("A group is read without its members unless it is written back whole")
  func read() {
    let patch = TargetDialect()
    #expect(patch.readRequest(type: "Group", id: "g 1").query == "excludedAttributes=members")
    #expect(patch.readRequest(type: "Group", id: "g 1").path == "/Groups/g%201")
    #expect(patch.readRequest(type: "User", id: "u").query == "")
    #expect(TargetDialect(updates: .put).readRequest(type: "Group", id: "g").query == "")
    #expect(patch.membersRequest(id: "g").query == "")
  }

  @Test("Test Connection asks for what can't exist")
  func probe() throws {
    let id = Identifier(high: 1, low: 2)
    let request = TargetDialect().probeRequest(
      type: "User", path: try TargetPath(parsing: "userName"), id: id)
    #expect(request.query == "filter=" + #"userName eq "\#(id)""#.percentEncoded)
  }
}
