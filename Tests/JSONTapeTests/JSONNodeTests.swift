import JSONTape
import Testing

struct `Nodes` {
  let text =
    #"{ "userName" : "bj\u00e9", "emails":[ {"value":"a@b.c"} , true], "n":-1.50,"#
    + #""z":null, "f":false, "e":[] }"#

  private func root() throws -> JSONNode {
    try JSONDocument(parsing: Array(text.utf8)).root
  }

  @Test func `A node tells its kind and its value`() throws {
    let root = try root()
    #expect(root.kind == .object)
    #expect(root.count == 6)
    #expect(root["userName"]?.string == "bjé")
    #expect(root["userName"]?.isString("bjé") == true)
    #expect(root["n"]?.number?.text == "-1.50")
    #expect(root["z"]?.isNull == true)
    #expect(root["f"]?.bool == false)
    #expect(root["emails"]?.count == 2)
    #expect(root["absent"] == nil)
    #expect(root["username"] == nil)
    #expect(root.members.map(\.value.kind) == [.string, .array, .number, .null, .bool, .array])
    #expect(root.members.map(\.name) == ["userName", "emails", "n", "z", "f", "e"])
  }

  @Test func `A node of another kind has none of it`() throws {
    let root = try root()
    let name = try #require(root["userName"])
    #expect(root.string == nil && root.number == nil && root.bool == nil && !root.isNull)
    #expect(!root.isString("{"))
    #expect(Array(root.elements).isEmpty)
    #expect(Array(name.elements).isEmpty && Array(name.members).isEmpty && name.count == 0)
    #expect(name["userName"] == nil)
    #expect(try Array(#require(root["e"]).members).isEmpty)
    #expect(name.number == nil && name.bool == nil)
  }

  @Test func `A node's bytes are the text it was written with`() throws {
    let root = try root()
    let raw = root.members.map { String(decoding: $0.value.rawBytes, as: UTF8.self) }
    #expect(raw == [#""bj\u00e9""#, #"[ {"value":"a@b.c"} , true]"#, "-1.50", "null", "false", "[]"])
    #expect(String(decoding: root.rawBytes, as: UTF8.self) == text)
    #expect(try JSONValue(parsing: Array(root.rawBytes)) == JSONValue(root))
  }

  @Test func `Iterating skips what is inside`() throws {
    let elements = try JSONDocument(parsing: Array("[[1,[2,{\"a\":[3]}]],4,{\"b\":[5]},[]]".utf8)).root
      .elements
    #expect(elements.map { JSONValue($0).description } == ["[1,[2,{\"a\":[3]}]]", "4", "{\"b\":[5]}", "[]"])
  }

  @Test(arguments: ["null", " 7 ", "\"x\"", "true"])
  func `A scalar can be the whole document`(text: String) throws {
    let root = try JSONDocument(parsing: Array(text.utf8)).root
    #expect(root.rawBytes.elementsEqual(text.utf8.filter { $0 != UInt8(ascii: " ") }))
  }
}
