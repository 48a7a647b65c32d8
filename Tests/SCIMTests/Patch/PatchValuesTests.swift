import JSONTape
import SCIM
import Testing

@Suite struct `PATCH of multi-valued attributes` {
  private static let work: JSONValue = ["type": "work", "value": "w@x.example", "primary": true]
  private static let home: JSONValue = ["type": "home", "value": "h@x.example"]
  private static let both: JSONObject = ["emails": [work, home]]
  private static let workPath: JSONValue = #"emails[type eq "work"]"#
  private static let workValue: JSONValue = #"emails[type eq "work"].value"#

  @Test(arguments: [
    PatchCase([:], ["op": "add", "path": "emails", "value": [work]], gives: ["emails": [work]]),
    PatchCase([:], ["op": "add", "path": "emails", "value": work], gives: ["emails": [work]]),
    PatchCase(["emails": [work]], ["op": "add", "path": "emails", "value": [home]], gives: both),
    PatchCase(both, ["op": "add", "path": "emails", "value": [home, work]], gives: both),
    PatchCase(both, ["op": "add", "path": "emails", "value": [["value": "h@x.example"]]], gives: both),
    PatchCase(both, ["op": "add", "path": "emails", "value": []], gives: both),
    PatchCase(
      both,
      ["op": "add", "path": "emails", "value": ["value": "h@x.example", "type": "home", "display": "H"]],
      gives: ["emails": [work, ["type": "home", "value": "h@x.example", "display": "H"]]]),
    PatchCase(
      ["emails": [work]],
      ["op": "add", "path": "emails", "value": ["value": "n@x.example", "primary": true]],
      gives: [
        "emails": [
          ["type": "work", "value": "w@x.example", "primary": false],
          ["value": "n@x.example", "primary": true],
        ]
      ]),
    PatchCase(both, ["op": "replace", "path": "emails", "value": [home]], gives: ["emails": [home]]),
    PatchCase(both, ["op": "replace", "path": "emails", "value": []], gives: [:]),
    PatchCase(both, ["op": "replace", "value": ["emails": nil]], gives: [:]),
    PatchCase(both, ["op": "remove", "path": "emails"], gives: [:]),
    PatchCase(
      both, ["op": "remove", "path": "emails", "value": [["type": "HOME"]]], gives: ["emails": [work]]),
    PatchCase(both, ["op": "remove", "path": "emails", "value": "h@x.example"], gives: ["emails": [work]]),
    PatchCase(
      both, ["op": "remove", "path": "emails", "value": ["value": "h@x.example", "type": "work"]], gives: both
    ),
    PatchCase(both, ["op": "remove", "path": "emails", "value": []], gives: both),
    PatchCase(
      both, ["op": "remove", "path": "emails.type"],
      gives: ["emails": [["value": "w@x.example", "primary": true], ["value": "h@x.example"]]]),
    PatchCase(
      ["emails": [home]], ["op": "replace", "path": "emails.type", "value": "other"],
      gives: ["emails": [["type": "other", "value": "h@x.example"]]]),
  ])
  func `values are added, replaced and removed`(patch: PatchCase) throws {
    try PatchFixture.check(patch)
  }

  @Test(arguments: [
    PatchCase(
      both, ["op": "replace", "path": workValue, "value": "n@x.example"],
      gives: ["emails": [["type": "work", "value": "n@x.example", "primary": true], home]]),
    PatchCase(
      both, ["op": "add", "path": #"emails[primary eq "True"].display"#, "value": "W"],
      gives: ["emails": [["type": "work", "value": "w@x.example", "primary": true, "display": "W"], home]]),
    PatchCase(
      both, ["op": "replace", "path": #"emails[type eq "home"].primary"#, "value": "true"],
      gives: [
        "emails": [
          ["type": "work", "value": "w@x.example", "primary": false],
          ["type": "home", "value": "h@x.example", "primary": true],
        ]
      ]),
    PatchCase(
      both, ["op": "replace", "path": workPath, "value": ["value": "n@x.example"]],
      gives: ["emails": [["value": "n@x.example", "type": "work"], home]]),
    PatchCase(
      both, ["op": "add", "path": workPath, "value": ["value": "n@x.example"]],
      gives: ["emails": [["type": "work", "value": "n@x.example", "primary": true], home]]),
    PatchCase(both, ["op": "remove", "path": workPath], gives: ["emails": [home]]),
    PatchCase(both, ["op": "remove", "path": #"emails[value ew "example"]"#], gives: [:]),
    PatchCase(both, ["op": "remove", "path": #"emails[type eq "other"]"#], gives: both),
    PatchCase(
      both, ["op": "remove", "path": #"emails[type eq "work"].primary"#],
      gives: ["emails": [["type": "work", "value": "w@x.example"], home]]),
    PatchCase(
      ["emails": [["type": "work"]]], ["op": "remove", "path": #"emails[type eq "work"].type"#], gives: [:]),
  ])
  func `values that match a filter are changed`(patch: PatchCase) throws {
    try PatchFixture.check(patch)
  }

  @Test(arguments: [
    PatchCase(
      ["emails": [home]], ["op": "add", "path": workValue, "value": "n@x.example"],
      gives: ["emails": [home, ["type": "work", "value": "n@x.example"]]]),
    PatchCase(
      [:], ["op": "add", "path": workPath, "value": ["value": "n@x.example"]],
      gives: ["emails": [["type": "work", "value": "n@x.example"]]]),
    PatchCase(
      [:], ["op": "add", "path": #"roles[primary eq "True" and type eq "t"].value"#, "value": "r"],
      gives: ["roles": [["primary": true, "type": "t", "value": "r"]]]),
    PatchCase(
      [:], ["op": "Replace", "path": workValue, "value": "n@x.example"],
      gives: ["emails": [["type": "work", "value": "n@x.example"]]]),
    PatchCase([:], ["op": "add", "path": workValue, "value": ""], gives: [:]),
  ])
  func `a value is made where nothing matches`(patch: PatchCase) throws {
    try PatchFixture.check(patch)
    #expect(
      try PatchFixture.apply([patch.operation], to: PatchFixture.user(patch.before)).tolerances
        .contains { $0.rule == "valuePathCreated" } == (patch.before != patch.after))
  }

  @Test func `a replace through a value path creates for a client that has paths as keys`() throws {
    let replace: JSONObject = ["op": "replace", "path": Self.workValue, "value": "n@x.example"]
    #expect(throws: SCIMError.self) { try PatchFixture.apply([replace], to: PatchFixture.user([:])) }
    let result = try PatchFixture.apply(
      [replace, ["op": "replace", "value": ["name.givenName": "A"]]], to: PatchFixture.user([:]))
    #expect(result.image["emails"] == [["type": "work", "value": "n@x.example"]])
  }

  @Test(arguments: [
    PatchRefusal(["emails": [home]], ["op": "replace", "path": workValue, "value": "x"], .noTarget),
    PatchRefusal([:], ["op": "Replace", "path": workPath, "value": ["value": "x"]], .noTarget),
    PatchRefusal(
      [:], ["op": "add", "path": #"emails[type eq "a" or type eq "b"].value"#, "value": "x"], .noTarget),
    PatchRefusal([:], ["op": "add", "path": #"emails[type ne "a"].value"#, "value": "x"], .noTarget),
    PatchRefusal([:], ["op": "add", "path": #"title[type eq "a"].value"#, "value": "x"], .invalidPath),
    PatchRefusal([:], ["op": "add", "path": #"emails[type eq "a"].unknown"#, "value": "x"], .invalidPath),
    PatchRefusal([:], ["op": "remove", "path": #"emails[primary gt true]"#], .invalidFilter),
    PatchRefusal([:], ["op": "remove", "path": #"groups[value eq "a"]"#], .mutability),
    PatchRefusal(both, ["op": "replace", "path": workValue, "value": ["x"]], .invalidValue, at: "value"),
    PatchRefusal(both, ["op": "replace", "path": workPath, "value": "x"], .invalidValue, at: "value"),
    PatchRefusal(
      both, ["op": "replace", "path": "emails.primary", "value": true], .invalidValue, at: "value"),
    PatchRefusal(
      both,
      [
        "op": "replace", "path": "emails",
        "value": [["value": "a", "primary": true], ["value": "b", "primary": "True"]],
      ],
      .invalidValue, at: "value"),
  ])
  func `what may not be is refused, and named`(refusal: PatchRefusal) {
    PatchFixture.check(refusal)
  }

  @Test func `many values are added in one pass`() throws {
    let many = (0..<20_000).map { JSONValue.object(["value": .string("v\($0)")]) }
    let result = try PatchFixture.apply(
      [
        ["op": "add", "path": "emails", "value": .array(many)],
        ["op": "add", "path": "emails", "value": .array(many)],
      ],
      to: PatchFixture.user([:]))
    #expect(result.image["emails"]?.arrayValue?.count == 20_000)
  }
}
