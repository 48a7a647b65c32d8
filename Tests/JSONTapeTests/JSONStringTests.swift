import JSONTape
import Testing

struct `Strings` {
  static let unescaping: [(String, String)] = [
    (#""""#, ""),
    (#""plain""#, "plain"),
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\u20AC""#, "Aé€"),
    (#""\uD83D\uDE00!""#, "😀!"),
    (#""\udbff\udfff""#, "\u{10FFFF}"),
    (#""\ud800\udc00""#, "\u{10000}"),
    (#""\uD7FF\uE000\uFFFF""#, "\u{D7FF}\u{E000}\u{FFFF}"),
    (#""a\u0000b""#, "a\u{0}b"),
    (#""\\u0041""#, #"\u0041"#),
    (#""é\né""#, "é\né"),
  ]

  @Test(arguments: unescaping)
  func `Escapes are resolved`(text: String, expected: String) throws {
    let document = try JSONDocument(parsing: Array(text.utf8))
    #expect(document.root.string.map { Array($0.utf8) } == Array(expected.utf8))
    #expect(document.root.isString(expected))
    #expect(!document.root.isString(expected + "x"))
  }

  static let escaping: [(String, String)] = [
    ("plain", #""plain""#),
    ("\"\\", #""\"\\""#),
    ("a/b", #""a/b""#),
    ("\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F}", #""\u0000\u0001\b\t\n\u000b\f\r\u001f""#),
    ("\u{7F}é€😀\u{2028}", "\"\u{7F}é€😀\u{2028}\""),
  ]

  @Test(arguments: escaping)
  func `Only what must be escaped is escaped`(text: String, expected: String) {
    #expect(JSONValue.string(text).description == expected)
  }

  @Test func `Every code point below 0x20 survives`() throws {
    let text = String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))
    #expect(try JSONValue(parsing: JSONValue.string(text).serialized()).stringValue == text)
  }

  @Test func `Canonically equivalent strings are different strings`() throws {
    #expect(JSONValue.string("e\u{301}") != JSONValue.string("\u{E9}"))
    #expect(JSONObject([("e\u{301}", 1), ("\u{E9}", 2)]).count == 2)
    let node = try JSONDocument(parsing: Array("{\"e\u{301}\":1,\"\u{E9}\":2}".utf8)).root
    #expect(node["\u{E9}"]?.number?.int == 2)
  }
}
