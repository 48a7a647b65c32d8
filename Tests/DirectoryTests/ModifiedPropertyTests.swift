import Directory
import JSONTape
import Testing

@Suite struct ModifiedPropertyTests {
  struct Comparison: Sendable, CustomTestStringConvertible {
    var name: String
    var old: JSONObject?
    var new: JSONObject?
    var found: [ModifiedProperty]

    var testDescription: String { name }
  }

  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  static let comparisons: [Comparison] = [
    Comparison(name: "nothing", old: nil, new: nil, found: []),
    Comparison(name: "the same in another order", old: ["a": 1, "b": 2], new: ["b": 2, "a": 1], found: []),
    Comparison(
      name: "a changed value", old: ["userName": "a"], new: ["userName": "b"],
      found: [ModifiedProperty(path: "userName", old: "a", new: "b")]),
    Comparison(
      name: "texts that only Unicode holds to be the same", old: ["title": "\u{E9}"],
      new: ["title": "e\u{301}"],
      found: [ModifiedProperty(path: "title", old: "\u{E9}", new: "e\u{301}")]),
    Comparison(
      name: "a creation, in the order of the image", old: nil, new: ["userName": "a", "active": true],
      found: [
        ModifiedProperty(path: "userName", old: nil, new: "a"),
        ModifiedProperty(path: "active", old: nil, new: true),
      ]),
    Comparison(
      name: "a removal", old: ["userName": "a"], new: nil,
      found: [ModifiedProperty(path: "userName", old: "a", new: nil)]),
    Comparison(
      name: "what is new, then what is gone", old: ["title": "x", "nickName": "n"], new: ["locale": "de"],
      found: [
        ModifiedProperty(path: "locale", old: nil, new: "de"),
        ModifiedProperty(path: "title", old: "x", new: nil),
        ModifiedProperty(path: "nickName", old: "n", new: nil),
      ]),
    Comparison(
      name: "a sub-attribute", old: ["name": ["givenName": "A", "familyName": "B"]],
      new: ["name": ["givenName": "C", "familyName": "B"]],
      found: [ModifiedProperty(path: "name.givenName", old: "A", new: "C")]),
    Comparison(
      name: "a complex attribute that went", old: ["name": ["givenName": "A", "familyName": "B"]], new: [:],
      found: [
        ModifiedProperty(path: "name.givenName", old: "A", new: nil),
        ModifiedProperty(path: "name.familyName", old: "B", new: nil),
      ]),
    Comparison(
      name: "an extension's attribute", old: [enterprise: ["department": "X"]],
      new: [enterprise: ["department": "Y", "manager": ["value": "m"]]],
      found: [
        ModifiedProperty(path: "\(enterprise):department", old: "X", new: "Y"),
        ModifiedProperty(path: "\(enterprise):manager.value", old: nil, new: "m"),
      ]),
    Comparison(
      name: "one e-mail of two", old: ["emails": [email("work", "a"), email("home", "b")]],
      new: ["emails": [email("work", "a"), email("home", "c")]],
      found: [ModifiedProperty(path: "emails[type eq \"home\"].value", old: "b", new: "c")]),
    Comparison(
      name: "e-mails in another order", old: ["emails": [email("work", "a"), email("home", "b")]],
      new: ["emails": [email("home", "b"), email("work", "a")]], found: []),
    Comparison(
      name: "an e-mail that came and one that went", old: ["emails": [email("work", "a")]],
      new: ["emails": [email("home", "b")]],
      found: [
        ModifiedProperty(path: "emails[type eq \"home\"].value", old: nil, new: "b"),
        ModifiedProperty(path: "emails[type eq \"work\"].value", old: "a", new: nil),
      ]),
    Comparison(
      name: "two values of one type, compared as a whole",
      old: ["roles": [email("r", "a")]], new: ["roles": [email("r", "a"), email("r", "b")]],
      found: [
        ModifiedProperty(
          path: "roles", old: [email("r", "a")], new: [email("r", "a"), email("r", "b")])
      ]),
    Comparison(
      name: "values without a type that came", old: nil, new: ["roles": [["value": "a"]]],
      found: [ModifiedProperty(path: "roles", old: nil, new: [["value": "a"]])]),
    Comparison(
      name: "values without a type that went", old: ["roles": [["value": "a"]]], new: [:],
      found: [ModifiedProperty(path: "roles", old: [["value": "a"]], new: nil)]),
    Comparison(
      name: "a value that became an object", old: ["manager": "m"], new: ["manager": ["value": "m"]],
      found: [ModifiedProperty(path: "manager", old: "m", new: ["value": "m"])]),
  ]

  private static func email(_ type: String, _ value: String) -> JSONValue {
    ["type": .string(type), "value": .string(value)]
  }

  @Test("two images differ in the properties listed", arguments: comparisons)
  func between(_ comparison: Comparison) {
    #expect(ModifiedProperty.between(comparison.old, comparison.new) == comparison.found)
  }
}
