import JSONTape
import Testing

struct `Duplicate names` {
  static let duplicates: [(String, Int)] = [
    (#"{"a":1,"a":2}"#, 7),
    (#"{"a":1, "b":2, "a":1}"#, 15),
    (#"{"a":1,"\u0061":2}"#, 7),
    (#"{"\u0061":1,"a":2}"#, 12),
    (#"{"\u0061\n":1,"a\n":2}"#, 14),
    (#"{"":1,"":2}"#, 6),
    (#"{"a":{"a":1},"a":2}"#, 13),
    (#"[{"x":{"é":1,"\u00E9":2}}]"#, 14),
    (#"{"x":{"b":1},"b":{"x":1,"c":2,"x":1}}"#, 30),
  ]

  @Test(arguments: duplicates)
  func `A name that comes twice is refused at the second`(text: String, offset: Int) {
    #expect(throws: JSONError(code: .duplicateName, offset: offset)) {
      try JSONDocument(parsing: Array(text.utf8))
    }
  }

  @Test(arguments: [2, 31, 32, 33, 34, 100], [#"\u006eame0"#, "name0"])
  func `Objects of any size find duplicates, escaped or not`(count: Int, first: String) throws {
    let names = (0..<count).map { $0 == 0 ? first : "name\($0)" }
    let members = names.map { "\"\($0)\":{\"\($0)\":0}" }.joined(separator: ",")
    let node = try JSONDocument(parsing: Array("{\(members)}".utf8)).root
    #expect(node.count == count)
    #expect(node.members.map(\.name) == (0..<count).map { "name\($0)" })
    for place in [0, count / 2, count - 1] {
      let text = "{\(members),\"name\(place)\":0}"
      #expect(throws: JSONError(code: .duplicateName, offset: members.utf8.count + 2)) {
        try JSONDocument(parsing: Array(text.utf8))
      }
    }
  }

  @Test func `An object of 200 000 members is read, compared and searched`() throws {
    let members = (0..<200_000).map { "\"member-\($0)\":\($0)" }.joined(separator: ",")
    let value = try JSONValue(parsing: Array("{\(members)}".utf8))
    #expect(value.objectValue?.count == 200_000)
    #expect(value.objectValue?["member-199999"] == 199_999)
    #expect(value == value)
    #expect(throws: JSONError(code: .duplicateName, offset: members.utf8.count + 2)) {
      try JSONDocument(parsing: Array("{\(members),\"member-77\":0}".utf8))
    }
  }

  @Test func `Large objects inside large objects keep their names apart`() throws {
    let inner = (0..<50).map { "\"n\($0)\":\($0)" }.joined(separator: ",")
    let outer = (0..<50).map { "\"n\($0)\":{\(inner)}" }.joined(separator: ",")
    let root = try JSONDocument(parsing: Array("{\(outer)}".utf8)).root
    #expect(root["n49"]?["n49"]?.number?.int == 49)
    #expect(throws: JSONError(code: .duplicateName, offset: outer.utf8.count + 2)) {
      try JSONDocument(parsing: Array("{\(outer),\"n3\":0}".utf8))
    }
  }

  @Test(arguments: 0..<200)
  func `Random objects in objects are refused exactly where a name comes again`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var text = RandomText()
    text.addObject(depth: 0, &random)
    let parsed = Result { () throws(JSONError) in try JSONDocument(parsing: text.bytes) }
    switch (parsed, text.duplicate) {
    case (.success, nil): break
    case (.failure(let error), let offset?): #expect(error == JSONError(code: .duplicateName, offset: offset))
    case (.success, let offset?): Issue.record("the name at \(offset) was let through")
    case (.failure(let error), nil): Issue.record(error)
    }
  }
}

/// Objects of few and of many members in one another, with few enough names that some come twice.
private struct RandomText {
  var bytes: [UInt8] = []
  /// Where the first name stands that its object has already.
  var duplicate: Int?

  mutating func addObject(depth: Int, _ random: inout SeededGenerator) {
    bytes.append(UInt8(ascii: "{"))
    var names: Set<String> = []
    let isLarge = Int.random(in: 0..<4, using: &random) == 0
    for index in 0..<Int.random(in: 0...(isLarge ? 60 : 6), using: &random) {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      let name = "n\(Int.random(in: 0..<(isLarge ? 8000 : 80), using: &random))"
      if !names.insert(name).inserted, duplicate == nil { duplicate = bytes.count }
      let isEscaped = Int.random(in: 0..<5, using: &random) == 0
      bytes += Array("\"\(isEscaped ? "\\u006e" + name.dropFirst() : name)\":".utf8)
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where depth < 4: addObject(depth: depth + 1, &random)
      case 1: bytes += Array("[[],{},[{\"n1\":{}}]]".utf8)
      default: bytes.append(UInt8(ascii: "0"))
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
