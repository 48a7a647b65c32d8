import JSONTape
import SCIM
import Testing

@Suite struct `Reading members` {
  static let cases: [(JSONValue, [GroupMember], [String])] = [
    (
      [["value": "a", "display": "A", "type": "User"]], [GroupMember(value: "a", type: "User", display: "A")],
      []
    ),
    ([["$ref": nil, "value": "a"]], [GroupMember(value: "a")], []),
    (
      ["VALUE", "b"], [GroupMember(value: "VALUE"), GroupMember(value: "b")],
      ["complexFromString", "complexFromString"]
    ),
    ("a", [GroupMember(value: "a")], ["arrayFromSingleValue", "complexFromString"]),
    (["Value": "a", "type": "group"], [GroupMember(value: "a", type: "Group")], ["arrayFromSingleValue"]),
    ([["value": "a", "type": "Robot"]], [GroupMember(value: "a")], ["unknownMemberTypeIgnored"]),
    (
      [["value": "a"], ["value": "a", "display": "A"]], [GroupMember(value: "a", display: "A")],
      ["duplicateValueIgnored"]
    ),
    ([], [], []),
    (nil, [], []),
    ("", [], []),
  ]

  @Test(arguments: cases)
  func `members are read`(given: JSONValue, expected: [GroupMember], rules: [String]) throws {
    var tolerances: [Tolerance] = []
    #expect(try AttributeReader.readMembers(given, tolerances: &tolerances) == expected)
    #expect(tolerances.map(\.rule) == rules)
  }

  @Test(
    arguments: [[["display": "A"]], [["value": nil]], [["value": ""]], [["value": 5]], [nil], [true], 7]
      as [JSONValue])
  func `a member without an id is refused`(given: JSONValue) {
    var tolerances: [Tolerance] = []
    let error = #expect(throws: SCIMError.self) {
      _ = try AttributeReader.readMembers(given, tolerances: &tolerances)
    }
    #expect(error?.scimType == .invalidValue)
    #expect(error?.detail.hasPrefix("members[0]") == true)
  }

  @Test func `a hundred thousand members are read once each`() throws {
    var tolerances: [Tolerance] = []
    let given = JSONValue.array((0..<100_000).map { ["value": .string("u\($0)")] })
    #expect(try AttributeReader.readMembers(given, tolerances: &tolerances).count == 100_000)
  }
}
