import JSONTape
import Testing

struct `Writing piece by piece` {
  @Test func `Commas and colons stand where they belong`() throws {
    let node = try JSONDocument(parsing: Array("[ 1 ]".utf8)).root
    var writer = JSONWriter(capacity: 128)
    writer.beginObject()
    writer.name("a\n")
    writer.beginArray()
    writer.value(1)
    writer.value("x\"")
    writer.value(true)
    writer.null()
    writer.beginArray()
    writer.endArray()
    writer.beginObject()
    writer.endObject()
    writer.endArray()
    writer.name("b")
    writer.value(try #require(JSONNumber("1.50")))
    writer.name("c")
    writer.value(["v": [1]] as JSONValue)
    writer.name("d")
    writer.value(["o": nil] as JSONObject)
    writer.name("e")
    writer.value(node)
    writer.name("f")
    writer.value(Int.min)
    writer.endObject()
    let expected =
      #"{"a\n":[1,"x\"",true,null,[],{}],"b":1.50,"c":{"v":[1]},"d":{"o":null},"#
      + #""e":[ 1 ],"f":-9223372036854775808}"#
    #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
  }

  @Test func `Writing appends to what is there`() {
    var bytes = Array("x=".utf8)
    JSONValue.array([true]).write(into: &bytes)
    JSONObject([("a", false)]).write(into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #"x=[true]{"a":false}"#)
  }
}
