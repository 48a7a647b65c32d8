import JSONTape
import Provisioning
import SCIM
import Testing

@Suite("What differs between a target's resource and what is wanted")
struct ChangesTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var path: String
    var current: String
    var wanted: String?
    var isCaseExact = false
    var isMultivalued = false

    var testDescription: String { "\(path): \(current) and \(wanted ?? "nothing")" }

    func changes(in dialect: TargetDialect = TargetDialect()) throws -> [AttributeChange] {
      let value = try TargetValue(path, wanted, isCaseExact: isCaseExact, isMultivalued: isMultivalued)
      return dialect.changes(from: try object(current), to: [value])
    }
  }

  @Test(
    "What SCIM holds to be equal is redundant",
    arguments: [
      Example(path: "userName", current: #"{"userName": "ann"}"#, wanted: #""ann""#),
      Example(path: "userName", current: #"{"USERNAME": "ann"}"#, wanted: #""ann""#),
      Example(path: "userName", current: #"{"userName": "Ann"}"#, wanted: #""aNN""#),
      Example(path: "title", current: #"{"title": "É"}"#, wanted: #""e\u0301""#),
      Example(path: "active", current: #"{"active": true}"#, wanted: #""True""#),
      Example(path: "active", current: #"{"active": "False"}"#, wanted: "false", isCaseExact: true),
      Example(path: "x", current: #"{"x": 7}"#, wanted: "7.0"),
      Example(path: "x", current: #"{"x": "7"}"#, wanted: "7"),
      Example(
        path: "x", current: #"{"x": "2026-01-02T03:04:05Z"}"#, wanted: #""2026-01-02T04:04:05.000+01:00""#,
        isCaseExact: true),
      Example(path: "title", current: "{}", wanted: nil),
      Example(path: "title", current: #"{"title": null}"#, wanted: nil),
      Example(path: "title", current: #"{"title": ""}"#, wanted: "null"),
      Example(path: "emails", current: #"{"emails": []}"#, wanted: #""""#),
      Example(path: "name.givenName", current: #"{"Name": {"givenname": "Ann"}}"#, wanted: #""Ann""#),
      Example(path: "name.givenName", current: #"{"name": null}"#, wanted: nil),
      Example(
        path: "name", current: #"{"name": {"givenName": "A", "familyName": "B"}}"#,
        wanted: #"{"givenName": "A"}"#),
      Example(
        path: #"emails[type eq "work"].value"#,
        current: #"{"emails": [{"type": "home", "value": "h"}, {"type": "Work", "value": "w"}]}"#,
        wanted: #""W""#),
      Example(
        path: #"emails[type eq "work"].value"#, current: #"{"emails": {"type": "work", "value": "w"}}"#,
        wanted: #""w""#),
      Example(
        path: #"emails[type eq "work"].value"#, current: #"{"emails": [{"type": "home", "value": "h"}]}"#,
        wanted: nil),
      Example(
        path: #"roles[primary eq "True"].value"#,
        current: #"{"roles": [{"value": "a"}, {"primary": "true", "value": "b"}]}"#, wanted: #""b""#),
      Example(
        path: "roles", current: #"{"roles": [{"value": "b", "display": "B"}, {"value": "a"}]}"#,
        wanted: #"[{"value": "a", "primary": false}, {"value": "b"}, {"value": "b"}]"#),
      Example(path: "roles", current: #"{"roles": ["a"]}"#, wanted: #"["a"]"#),
      Example(path: "tags", current: #"{"tags": ["b", "a"]}"#, wanted: #"["a", "b"]"#, isMultivalued: true),
      Example(
        path: "\(enterprise):department", current: #"{"\#(enterprise)": {"department": "d"}}"#,
        wanted: #""D""#),
      Example(
        path: "department", current: #"{"\#(enterprise.uppercased())": {"department": "d"}}"#,
        wanted: #""d""#),
      Example(
        path: "\(enterprise):manager.value", current: #"{"\#(enterprise)": {"manager": "7"}}"#,
        wanted: #""7""#),
    ])
  func equal(_ example: Example) throws {
    #expect(try example.changes() == [])
  }

  @Test(
    "What is different is one change",
    arguments: [
      Example(path: "userName", current: #"{"userName": "Ann"}"#, wanted: #""ann""#, isCaseExact: true),
      Example(path: "title", current: #"{"title": "a"}"#, wanted: nil),
      Example(path: "title", current: #"{"title": "a"}"#, wanted: #""""#),
      Example(path: "active", current: #"{"active": true}"#, wanted: #""False""#),
      Example(path: "active", current: "{}", wanted: "false"),
      Example(path: "x", current: #"{"x": 7}"#, wanted: "8"),
      Example(
        path: "x", current: #"{"x": "2026-01-02T03:04:05Z"}"#, wanted: #""2026-01-02T03:04:05+01:00""#),
      Example(
        path: #"emails[type eq "work"].value"#, current: #"{"emails": [{"type": "home", "value": "w"}]}"#,
        wanted: #""w""#),
      Example(path: "roles", current: #"{"roles": [{"value": "a"}]}"#, wanted: #"[{"value": "b"}]"#),
      Example(path: "roles", current: #"{"roles": [{"value": "a"}, {"value": "b"}]}"#, wanted: #"["a"]"#),
      Example(path: "roles", current: "{}", wanted: #"["a"]"#),
      Example(path: "\(enterprise):department", current: #"{"department": "d"}"#, wanted: #""d""#),
    ])
  func different(_ example: Example) throws {
    let changes = try example.changes()
    #expect(changes.count == 1)
    #expect(changes.first?.path.description == example.path)
  }

  @Test("A change states old and new, typed as the schema has them")
  func oldAndNew() throws {
    let current = try object(
      #"{"active": "True", "emails": [{"type": "work", "value": "a"}], "roles": ["r"], "nickName": "n"}"#)
    let changes = TargetDialect().changes(
      from: current,
      to: [
        try TargetValue("active", #""False""#), try TargetValue(#"emails[type eq "work"].value"#, #""b""#),
        try TargetValue("roles", #"["s", "r", "s"]"#), try TargetValue("nickName", nil),
        try TargetValue("displayName", #""d""#, isRedacted: true),
      ])
    #expect(changes.map(\.old) == ["True", "a", ["r"], "n", nil])
    #expect(changes.map(\.new) == [false, "b", ["r", ["value": "s"]], nil, "d"])
    #expect(changes.map(\.isRedacted) == [false, false, false, false, true])
    #expect(
      changes.last?.json == ["displayName": "displayName", "oldValue": nil, "newValue": "[Redact]"])
    #expect(TargetDialect().isDisable(changes))
  }

  @Test("What only adds takes nothing away")
  func addsOnly() throws {
    let current = try object(
      #"{"roles": [{"value": "a"}, {"value": "b", "primary": true}], "title": "t", "nickName": "n"}"#)
    let changes = TargetDialect().changes(
      from: current,
      to: [
        try TargetValue("roles", #"["b", {"value": "c", "primary": true}]"#, addsOnly: true),
        try TargetValue("title", nil, addsOnly: true), try TargetValue("nickName", #""m""#, addsOnly: true),
      ])
    #expect(changes.map(\.path.description) == ["roles", "nickName"])
    #expect(
      changes.first?.new == [
        ["value": "a"], ["value": "b", "primary": false], ["value": "c", "primary": true],
      ])
    #expect(
      TargetDialect().changes(
        from: current, to: [try TargetValue("roles", #"["b"]"#, addsOnly: true)]) == [])
  }

  @Test("What is set only if empty leaves every value there is")
  func setsOnlyIfEmpty() throws {
    let values = [
      try TargetValue("title", #""new""#, setsOnlyIfEmpty: true),
      try TargetValue("nickName", nil, setsOnlyIfEmpty: true),
    ]
    let taken = TargetDialect().changes(from: ["title": "old", "nickName": "n"], to: values)
    #expect(taken == [])
    #expect(TargetDialect().changes(from: ["title": ""], to: values).map(\.new) == ["new"])
  }

  @Test("A password is never compared, and sent again only where it always flows")
  func writeOnly() throws {
    let value = try TargetValue("password", #""secret""#, isRedacted: true, isWriteOnly: true)
    #expect(TargetDialect().changes(from: [:], to: [value]) == [])
    var always = value
    always.flowsAlways = true
    #expect(TargetDialect().changes(from: [:], to: [always]).map(\.new) == ["secret"])
    always.value = nil
    #expect(TargetDialect().changes(from: [:], to: [always]) == [])
  }

  @Test("Markers without a value are no value")
  func markers() throws {
    let values = [
      try TargetValue(#"emails[type eq "work"].value"#, nil),
      try TargetValue(#"emails[type eq "work"].primary"#, "true"),
    ]
    #expect(TargetDialect().changes(from: [:], to: values) == [])
    let request = TargetDialect().createRequest(type: "User", values: values)
    #expect(request.body?["emails"] == nil)
    let changes = TargetDialect().changes(
      from: try object(#"{"emails": [{"type": "work", "value": "a"}]}"#), to: values)
    #expect(changes.map(\.path.description) == [#"emails[type eq "work"].value"#])
  }

  @Test("Disabling is a change of active to false", arguments: ["{}", #"{"active": "True"}"#])
  func disabling(_ current: String) throws {
    let dialect = TargetDialect()
    let changes = dialect.disableChanges(from: try object(current))
    #expect(changes.map(\.new) == [false])
    #expect(dialect.isDisable(changes))
    #expect(dialect.disableChanges(from: ["active": "false"]) == [])
    #expect(!dialect.isDisable(dialect.changes(from: [:], to: [try TargetValue("active", "true")])))
  }

  @Test("SCIM 1.1 has its own names for the extension and the manager's id")
  func version1() throws {
    let dialect = TargetDialect(version: .v1, updates: .put)
    let current = try object(
      #"{"\#(version1Enterprise)": {"department": "d", "manager": {"managerId": "7"}}}"#)
    let values = [
      try TargetValue("\(enterprise):department", #""d""#), try TargetValue("department", #""d""#),
      try TargetValue("\(enterprise):manager.value", #""7""#),
    ]
    #expect(dialect.changes(from: current, to: values) == [])
  }
}
