import JSONTape
import Testing

struct `Limits` {
  private func parse(_ text: String, _ limits: JSONLimits) throws(JSONError) -> JSONDocument {
    try JSONDocument(parsing: Array(text.utf8), limits: limits)
  }

  private func nested(_ depth: Int, _ open: String, _ close: String) -> String {
    String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")])
  func `Nesting is read to the limit and refused beyond`(open: String, close: String) throws {
    let levels = open.utf8.contains(UInt8(ascii: "[")) && open.utf8.count > 1 ? 2 : 1
    let value = try JSONValue(parsing: Array(nested(64 / levels, open, close).utf8))
    #expect(value.description == nested(64 / levels, open, close))
    #expect(throws: JSONError(code: .tooDeep(limit: 64), offset: 64 / levels * open.utf8.count)) {
      try JSONValue(parsing: Array(nested(64 / levels + 1, open, close).utf8))
    }
  }

  @Test func `A million open brackets are refused at the sixty-fifth`() {
    #expect(throws: JSONError(code: .tooDeep(limit: 64), offset: 64)) {
      try parse(String(repeating: "[", count: 1_000_000), .default)
    }
  }

  @Test func `Depth counts what is open, not what has been`() throws {
    _ = try parse("[[],[],[[]],{}]", JSONLimits(depth: 3))
    #expect(throws: JSONError(code: .tooDeep(limit: 1), offset: 1)) {
      try parse("[[]]", JSONLimits(depth: 1))
    }
    #expect(throws: JSONError(code: .tooDeep(limit: 0), offset: 0)) { try parse("[]", JSONLimits(depth: 0)) }
    _ = try parse("1", JSONLimits(depth: 0))
  }

  @Test func `The deepest nesting there is can be read, written and compared`() throws {
    let text = nested(512, "[", "]")
    let value = try JSONValue(parsing: Array(text.utf8), limits: JSONLimits(depth: .max))
    #expect(value.description == text)
    #expect(value == value)
    #expect(throws: JSONError(code: .tooDeep(limit: 512), offset: 512)) {
      try parse(nested(513, "[", "]"), JSONLimits(depth: .max))
    }
  }

  @Test func `A document may be as long as the limit`() throws {
    _ = try parse("[1, 2]", JSONLimits(bytes: 6))
    #expect(throws: JSONError(code: .documentTooLarge(limit: 5), offset: 5)) {
      try parse("[1, 2]", JSONLimits(bytes: 5))
    }
  }

  @Test func `A number may be as long as the limit`() throws {
    let digits = String(repeating: "9", count: 128)
    #expect(try parse("[\(digits)]", .default).root.elements.map(\.number?.text) == [digits])
    #expect(throws: JSONError(code: .numberTooLong(limit: 128), offset: 1)) {
      try parse("[\(digits)9]", .default)
    }
    #expect(throws: JSONError(code: .numberTooLong(limit: 4), offset: 0)) {
      try parse("1e100", JSONLimits(numberLength: 4))
    }
  }

  @Test func `Values are counted, containers among them`() throws {
    _ = try parse(#"{"a":[1,2],"b":{}}"#, JSONLimits(values: 5))
    #expect(throws: JSONError(code: .tooManyValues(limit: 4), offset: 15)) {
      try parse(#"{"a":[1,2],"b":{}}"#, JSONLimits(values: 4))
    }
    #expect(throws: JSONError(code: .tooManyValues(limit: 2_000_000), offset: 3_999_999)) {
      try parse("[" + String(repeating: "1,", count: 2_000_000) + "1]", .default)
    }
  }
}
