import JSONTape
import SCIM
import Testing

@Suite struct `Filter evaluation` {
  let subject = FilterSubject(
    image: [
      "schemas": [.string(SchemaURI.user), .string(SchemaURI.enterpriseUser)],
      "userName": "BJensen@example.com", "externalId": "Ext-1", "active": true, "title": "Ångström",
      "name": ["familyName": "Jensen", "givenName": "Barbara"],
      "emails": [
        ["value": "b@work.example", "type": "work", "primary": true],
        ["value": "b@home.example", "type": "home"],
      ],
      SchemaURI.enterpriseUser: ["department": "Tours", "manager": ["value": "26118915"]],
    ],
    id: "Id-1", created: DateTime(microseconds: 1_767_323_045_678_901),
    lastModified: DateTime(microseconds: 1_767_400_000_000_000), version: "W/\"3\"",
    groups: .init([GroupReference(value: "g1", display: "Tour Guides")]))

  @Test(arguments: [
    (#"userName eq "bjensen@EXAMPLE.com""#, true),
    (#"userName ne "bjensen@EXAMPLE.com""#, false),
    (#"userName co "JENSEN@""#, true),
    (#"userName sw "bj""#, true),
    (#"userName ew ".COM""#, true),
    (#"userName ew "bj""#, false),
    (#"userName gt "aaa" and userName lt "zzz""#, true),
    (#"userName ge "bjensen@example.com" and userName le "bjensen@example.com""#, true),
    (#"title eq "ångström""#, true),
    (#"title co "NGSTR""#, true),
    (#"externalId eq "Ext-1""#, true),
    (#"externalId eq "ext-1""#, false),
    (#"id eq "Id-1""#, true),
    (#"id eq "id-1""#, false),
    ("id eq Id-1 and manager eq 26118915", true),
    ("active eq true", true),
    (#"active eq "True""#, true),
    (#"active ne "False""#, true),
    ("active eq 1", false),
    ("active eq false", false),
    (#"name.familyName eq "jensen""#, true),
    (#"name[familyName eq "jensen" and givenName sw "B"]"#, true),
    (#"name eq "jensen""#, false),
    (#"emails co "home.example""#, true),
    (#"emails.type eq "work" and emails.value eq "b@home.example""#, true),
    (#"emails[type eq "work" and value eq "b@home.example"]"#, false),
    (#"emails[type eq "work"].value eq "B@WORK.example""#, true),
    (#"emails[primary eq "True"]"#, true),
    ("emails[not (primary pr)]", true),
    (#"emails[type ne "work"]"#, true),
    (#"emails.type ne "work""#, false),
    (#"emails.type ne "other""#, true),
    (#"manager eq "26118915""#, true),
    (#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:DEPARTMENT eq "tours""#, true),
    (#"meta.resourceType eq "User""#, true),
    (#"meta.version eq "W/\"3\"""#, true),
    (#"meta.created eq "2026-01-02T03:04:05.678Z""#, true),
    (#"meta.created ne "2026-01-02T03:04:05.678Z""#, false),
    (#"meta.created gt "2026-01-02T03:04:05.678Z""#, false),
    (#"meta.created lt "2026-01-02T05:04:06+02:00""#, true),
    (#"meta.lastModified ge "0001-01-03T00:00:00.0000000Z""#, true),
    (#"meta.created sw "2026-01""#, true),
    (#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#, true),
    (#"schemas[value co "core"]"#, true),
    (#"groups.value eq "g1""#, true),
    (#"groups eq "g2""#, false),
    (#"groups.display co "guides""#, true),
    (#"groups[value eq "g1"]"#, true),
    (#"groups[type eq "direct" and display sw "tour"]"#, true),
    ("groups pr and id pr and meta pr and schemas pr", true),
    ("nickName pr", false),
    ("nickName eq null", true),
    (#"nickName eq """#, true),
    ("nickName ne null", false),
    (#"nickName ne "x""#, true),
    ("userName eq null", false),
    ("userName ne null", true),
    ("userName co null", false),
    (#"unknown eq "x" or unknown pr or unknown ne "x""#, false),
    (#"not (unknown eq "x")"#, true),
    (#"emails[unknown eq "x"]"#, false),
    (#"userName[type eq "work"]"#, false),
    ("password pr", false),
    ("not (active eq true)", false),
  ])
  func `a user matches or not`(text: String, matches: Bool) throws {
    #expect(try Filter(parsing: text).matches(subject, type: .user) == matches)
  }

  @Test(arguments: [
    "active gt true", "emails[primary le false]", #"x509Certificates.value gt "a""#,
    #"x509Certificates lt "a""#,
    #"meta.created gt "yesterday""#,
  ])
  func `a comparison that can't be made is refused`(text: String) throws {
    let filter = try Filter(parsing: text)
    let error = #expect(throws: SCIMError.self) { try ResolvedFilter(filter, type: .user) }
    #expect(error?.scimType == .invalidFilter)
  }

  private struct Asked: Error {}

  @Test(arguments: [
    #"members.value eq "m1""#, #"members eq "m1""#, #"members[value eq "m1"]"#, "members eq m1",
  ])
  func `a question for one member does not ask for all`(text: String) throws {
    let members = FilterSubject.References(contains: { $0 == "m1" }, all: { throw Asked() })
    let group = FilterSubject(
      image: ["displayName": "g"], id: "1", created: DateTime(microseconds: 0),
      lastModified: DateTime(microseconds: 0), version: "", members: members)
    #expect(try Filter(parsing: text).matches(group, type: .group))
    #expect(throws: Asked.self) { try Filter(parsing: "members pr").matches(group, type: .group) }
  }

  @Test func `members are put to a filter one by one`() throws {
    let filter = try ResolvedFilter(
      members: Filter(parsing: #"type eq "group" and display co "x""#), of: .group)
    #expect(filter.matches(GroupMember(value: "1", type: "Group", display: "axb")))
    #expect(!filter.matches(GroupMember(value: "1", type: "User", display: "axb")))
    #expect(!filter.matches(GroupMember(value: "1", type: "Group")))
  }

  @Test(arguments: [
    ("aab", "aaab", true), ("abcabd", "abcabcabd", true), ("aa", "a", false), ("ab", "ba", false),
    ("aabaaa", "aabaabaaa", true), ("é", "É", true),
  ])
  func `text is found wherever it stands`(pattern: String, text: String, isFound: Bool) throws {
    var subject = subject
    subject.image["nickName"] = .string(text)
    #expect(try Filter(parsing: "nickName co \"\(pattern)\"").matches(subject, type: .user) == isFound)
  }

  @Test(arguments: [
    (#"userName eq "a""#, ["userName=a"]),
    (#"userName eq "a" and (active eq true and externalId eq "b")"#, ["userName=a", "externalId=b"]),
    (#"emails[type eq "work"].value eq "x""#, ["emails.type=work", "emails.value=x"]),
    (#"emails eq "x""#, ["emails.value=x"]),
    (#"manager eq 123"#, ["\(SchemaURI.enterpriseUser):manager.value=123"]),
    (#"members[value eq "x"]"#, []),
    (#"userName eq "a" or externalId eq "b""#, []),
    (#"not (userName eq "a")"#, []),
    (#"userName ne "a" and userName co "b" and unknown eq "c" and userName eq null"#, []),
  ])
  func `the equalities that a filter demands are told`(text: String, equalities: [String]) throws {
    let found = try Filter(parsing: text).equalities(in: .user).map { "\($0.path)=\($0.value)" }
    #expect(found == equalities)
  }
}
