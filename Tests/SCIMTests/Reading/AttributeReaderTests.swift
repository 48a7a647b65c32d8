import JSONTape
import SCIM
import Testing

@Suite struct `Reading an attribute` {
  struct Case: Sendable, CustomTestStringConvertible {
    var attribute: Attribute
    var given: JSONValue
    var read: JSONValue?
    var rules: [String]

    init(_ attribute: Attribute, _ given: JSONValue, reads: JSONValue?, _ rules: String...) {
      self.attribute = attribute
      self.given = given
      self.read = reads
      self.rules = rules
    }

    var testDescription: String { "\(attribute.name) of \(given)" }
  }

  static let text = Attribute(name: "title")
  static let flag = Attribute(name: "active", type: .boolean)
  static let count = Attribute(name: "count", type: .integer)
  static let ratio = Attribute(name: "ratio", type: .decimal)
  static let moment = Attribute(name: "since", type: .dateTime)
  static let name = user("name")
  static let emails = user("emails")
  static let roles = user("roles")
  static let manager = Schema.enterpriseUser.attribute(named: "manager") ?? text
  static let tags = Attribute(name: "tags", multiValued: true)

  static func user(_ name: String) -> Attribute { Schema.user.attribute(named: name) ?? text }

  @Test(arguments: [
    Case(text, "x", reads: "x"),
    Case(text, "", reads: nil, "emptyStringCleared"),
    Case(text, nil, reads: nil, "nullIgnored"),
    Case(text, 12, reads: "12", "stringFromNumber"),
    Case(text, true, reads: "true", "stringFromBoolean"),
    Case(text, ["x"], reads: "x", "singleValueAsArray"),
    Case(text, [], reads: nil),
    Case(flag, true, reads: true),
    Case(flag, "False", reads: false, "booleanAsString"),
    Case(flag, "true", reads: true, "booleanAsString"),
    Case(count, 3, reads: 3),
    Case(count, "3", reads: 3, "numberAsString"),
    Case(ratio, "1.5", reads: .number(JSONNumber(1.5) ?? JSONNumber(0)), "numberAsString"),
    Case(moment, "2026-01-02T03:04:05+01:00", reads: "2026-01-02T03:04:05+01:00"),
    Case(name, ["GivenName": "A", "familyName": nil], reads: ["givenName": "A"], "nameCase", "nullIgnored"),
    Case(name, ["nick": "A"], reads: nil, "unknownAttributeIgnored"),
    Case(name, [:], reads: nil),
    Case(emails, [["value": "a"], ["value": "b"]], reads: [["value": "a"], ["value": "b"]]),
    Case(emails, ["value": "a"], reads: [["value": "a"]], "arrayFromSingleValue"),
    Case(emails, "a", reads: [["value": "a"]], "arrayFromSingleValue", "complexFromString"),
    Case(emails, ["a"], reads: [["value": "a"]], "complexFromString"),
    Case(emails, [], reads: nil),
    Case(emails, [nil, [:], ""], reads: nil, "nullIgnored", "emptyStringCleared"),
    Case(emails, [["value": "a"], ["value": "a"]], reads: [["value": "a"]], "duplicateValueIgnored"),
    Case(
      emails, [["value": "a", "primary": "True"], ["value": "b", "primary": true]],
      reads: [["value": "a", "primary": false], ["value": "b", "primary": true]],
      "booleanAsString", "primaryMoved"),
    Case(
      roles, [["value": "{\"id\":\"7\",\"value\":\"25\"}"]],
      reads: [["value": "{\"id\":\"7\",\"value\":\"25\"}"]]),
    Case(manager, "m1", reads: ["value": "m1"], "complexFromString"),
    Case(manager, ["value": "m1", "$ref": nil], reads: ["value": "m1"], "nullIgnored"),
    Case(
      manager, [["$ref": "http://x/Users/m1", "value": "m1"]],
      reads: ["$ref": "http://x/Users/m1", "value": "m1"], "singleValueAsArray"),
    Case(manager, ["value": "m1", "displayName": "M"], reads: ["value": "m1"], "readOnlyIgnored"),
    Case(manager, ["value": ""], reads: nil, "emptyStringCleared"),
    Case(tags, ["a", "b", "a"], reads: ["a", "b"], "duplicateValueIgnored"),
    Case(tags, "a", reads: ["a"], "arrayFromSingleValue"),
  ])
  func `a value is read as the attribute's type`(example: Case) throws {
    var tolerances: [Tolerance] = []
    let read = try AttributeReader.read(
      example.given, as: example.attribute, at: example.attribute.name, tolerances: &tolerances)
    #expect(read == example.read)
    #expect(tolerances.map(\.rule) == example.rules)
  }

  @Test(arguments: [
    Case(text, ["a": "b"], reads: nil), Case(text, ["a", "b"], reads: nil), Case(text, [["a"]], reads: nil),
    Case(flag, "yes", reads: nil), Case(flag, 1, reads: nil), Case(count, "x", reads: nil),
    Case(count, .number(JSONNumber(1.5) ?? JSONNumber(0)), reads: nil), Case(count, true, reads: nil),
    Case(moment, "yesterday", reads: nil), Case(moment, 5, reads: nil), Case(name, "Joy", reads: nil),
    Case(name, true, reads: nil), Case(emails, [true], reads: nil),
  ])
  func `a value without one meaning is refused, unrepeated`(example: Case) {
    var tolerances: [Tolerance] = []
    let error = #expect(throws: SCIMError.self) {
      _ = try AttributeReader.read(
        example.given, as: example.attribute, at: "some.path", tolerances: &tolerances)
    }
    #expect(error?.status == 400 && error?.scimType == .invalidValue)
    #expect(error?.detail.contains("some.path") == true)
    #expect(error?.detail.contains("yesterday") == false)
  }

  @Test func `an error names the element of an array`() {
    var tolerances: [Tolerance] = []
    let error = #expect(throws: SCIMError.self) {
      _ = try AttributeReader.read(
        [["value": "a"], ["value": ["b": "c"]]], as: Self.emails, at: "emails", tolerances: &tolerances)
    }
    #expect(error?.detail.hasPrefix("emails[1].value ") == true)
  }
}
