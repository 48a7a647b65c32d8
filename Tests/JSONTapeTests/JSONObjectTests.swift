import JSONTape
import Testing

struct `Objects` {
  @Test func `Members keep the order they came in`() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["c"] = 3
    object["b"] = 4
    #expect(object.members.map(\.name) == ["b", "a", "c"])
    #expect(object["b"] == 4)
    #expect(object.description == #"{"b":4,"a":2,"c":3}"#)
  }

  @Test func `Setting nil removes a member, setting null does not`() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["a"] = nil
    object["absent"] = nil
    object["b"] = .null
    #expect(object.map(\.name) == ["b"])
    #expect(object["b"]?.isNull == true)
    #expect(object.removeValue(forName: "b") == .null)
    #expect(object.removeValue(forName: "b") == nil)
    #expect(object.isEmpty)
  }

  @Test func `Equality and hash ignore the order of members`() {
    let left: JSONObject = ["a": 1, "b": [1, ["x": nil, "y": true]]]
    let right: JSONObject = ["b": [1, ["y": true, "x": nil]], "a": 1]
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(left != ["a": 1])
    #expect(left != ["a": 1, "c": 2])
    #expect(left != ["a": 2, "b": [1, ["x": nil, "y": true]]])
  }

  @Test func `Names are exact, and SCIM names can be found in any case`() {
    let object: JSONObject = ["userName": 1, "USERNAME": 2, "é": 3]
    #expect(object["username"] == nil)
    #expect(object.contains("USERNAME"))
    #expect(!object.contains("username"))
    #expect(object.firstIgnoringCase("username")?.value == 1)
    #expect(object.firstIgnoringCase("É") == nil)
    #expect(object.firstIgnoringCase("user") == nil)
    #expect(JSONObject([("@", 1)]).firstIgnoringCase("`") == nil)
  }

  @Test func `The last value of a repeated name stays, at the first place`() {
    #expect(JSONObject([("a", 1), ("b", 2), ("a", 3)]).description == #"{"a":3,"b":2}"#)
  }

  @Test(arguments: [3, 64, 65, 200])
  func `Objects of any size find, replace, remove and compare`(count: Int) {
    let names = (0..<count).map { "name\($0)" }
    var object = JSONObject()
    for (value, name) in names.enumerated() { object[name] = .number(JSONNumber(value)) }
    let reversed = JSONObject(object.members.reversed().map { ($0.name, $0.value) })
    #expect(reversed == object)
    #expect(reversed.hashValue == object.hashValue)
    #expect(names.allSatisfy { object[$0]?.intValue == reversed[$0]?.intValue && object.contains($0) })
    object[names[1]] = "new"
    #expect(object[names[1]] == "new")
    #expect(object != reversed)
    object[names[0]] = nil
    #expect(!object.contains(names[0]))
    #expect(object.count == count - 1)
    #expect(object[names[count - 1]]?.intValue == count - 1)
    #expect(object.members.map(\.name) == Array(names.dropFirst()))
  }
}
