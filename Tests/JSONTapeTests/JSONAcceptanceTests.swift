import JSONTape
import Testing

struct `Accepting and refusing texts` {
  @Test(arguments: [
    "null", "true", "false", "0", "-0", "1", "-1", "10", "0.5", "-0.0", "1e2", "1E2", "1e+2", "1e-2",
    "1.25e10",
    "1e0002", "123456789012345678901234567890", "0.4e0066999999999999999999999999996",
    #""""#, #""a""#, #""\"\\\/\b\f\n\r\t""#, #""\u0000""#, #""\uD834\uDD1E""#, #""\u00e9\u00E9""#,
    #""é€😀""#,
    "\"\u{7F}\"", "\"\u{10FFFF}\"", "\"\u{FEFF}\"", "\"\u{2028}\"",
    "[]", "[ ]", "{}", "{ }", "[1]", "[1,2]", "[ 1 , 2 ]", "[[],[[]],{}]", #"{"a":1}"#, #"{"a":{"b":[{}]}}"#,
    #"{"":0}"#, #"{"a":1,"A":2}"#, #"{"a":1,"b":{"a":2}}"#, #"[{"a":1},{"a":1}]"#, #"{"a":{"b":1},"b":2}"#,
    " null ", "\t\r\n [\r\n\t1\t] \n", "{\"e\u{301}\":1,\"\u{E9}\":2}",
  ])
  func `A text of RFC 8259 is read`(text: String) throws {
    let value = try JSONValue(parsing: Array(text.utf8))
    #expect(try JSONValue(parsing: value.serialized()) == value)
  }

  static let refused: [(String, JSONError.Code, Int)] = [
    ("", .unexpectedEnd, 0),
    ("  ", .unexpectedEnd, 2),
    ("[", .unexpectedEnd, 1),
    ("[1", .unexpectedEnd, 2),
    ("[1,", .unexpectedEnd, 3),
    ("{", .unexpectedEnd, 1),
    (#"{"a"#, .unexpectedEnd, 3),
    (#"{"a""#, .unexpectedEnd, 4),
    (#"{"a":"#, .unexpectedEnd, 5),
    (#"{"a":1"#, .unexpectedEnd, 6),
    (#"{"a":1,"#, .unexpectedEnd, 7),
    (#"""#, .unexpectedEnd, 1),
    (#""abcdefghij"#, .unexpectedEnd, 11),
    (#""\"#, .unexpectedEnd, 2),
    (#""\u12"#, .unexpectedEnd, 5),
    ("tru", .unexpectedEnd, 3),
    ("-", .unexpectedEnd, 1),
    ("1.", .unexpectedEnd, 2),
    ("1e", .unexpectedEnd, 2),
    ("1e+", .unexpectedEnd, 3),
    ("]", .expectedValue, 0),
    ("[1,]", .expectedValue, 3),
    ("[,1]", .expectedValue, 1),
    ("[1,,2]", .expectedValue, 3),
    (#"{"a":}"#, .expectedValue, 5),
    ("+1", .expectedValue, 0),
    (".5", .expectedValue, 0),
    ("NaN", .expectedValue, 0),
    ("Infinity", .expectedValue, 0),
    ("True", .expectedValue, 0),
    ("'a'", .expectedValue, 0),
    ("/**/1", .expectedValue, 0),
    ("\u{A0}1", .expectedValue, 0),
    ("\u{0C}1", .expectedValue, 0),
    ("\u{0}", .expectedValue, 0),
    ("{1:2}", .expectedName, 1),
    ("{a:2}", .expectedName, 1),
    (#"{"a":1,}"#, .expectedName, 7),
    ("{,}", .expectedName, 1),
    ("{null:1}", .expectedName, 1),
    (#"{"a" 1}"#, .expectedColon, 5),
    (#"{"a"}"#, .expectedColon, 4),
    (#"{"a",1}"#, .expectedColon, 4),
    (#"{"a"::1}"#, .expectedValue, 5),
    ("[1 2]", .expectedCommaOrArrayEnd, 3),
    ("[1}", .expectedCommaOrArrayEnd, 2),
    ("[1:2]", .expectedCommaOrArrayEnd, 2),
    ("[0x1]", .expectedCommaOrArrayEnd, 2),
    (#"{"a":1]"#, .expectedCommaOrObjectEnd, 6),
    (#"{"a":1 "b":2}"#, .expectedCommaOrObjectEnd, 7),
    ("[trie]", .invalidLiteral, 1),
    ("nulL", .invalidLiteral, 0),
    ("[faLse]", .invalidLiteral, 1),
    ("01", .invalidNumber, 0),
    ("-01", .invalidNumber, 1),
    ("[00]", .invalidNumber, 1),
    ("-a", .invalidNumber, 1),
    ("[-]", .invalidNumber, 2),
    ("1.e1", .invalidNumber, 2),
    ("[1.]", .invalidNumber, 3),
    ("1ea", .invalidNumber, 2),
    ("1e+-1", .invalidNumber, 3),
    ("-Infinity", .invalidNumber, 1),
    (#""\a""#, .invalidEscape, 1),
    (#""\x41""#, .invalidEscape, 1),
    (#""ab\'""#, .invalidEscape, 3),
    (#""\U0041""#, .invalidEscape, 1),
    (#""\u004g""#, .invalidEscape, 1),
    (#""\u""#, .invalidEscape, 1),
    (#""\u 123""#, .invalidEscape, 1),
    (#""\u+123""#, .invalidEscape, 1),
    (#""\uD800""#, .loneSurrogate, 1),
    (#""\uDC00""#, .loneSurrogate, 1),
    (#""x\uD800\uD800""#, .loneSurrogate, 2),
    (#""\uDBFF\n""#, .loneSurrogate, 1),
    (#""\uDC00\uD800""#, .loneSurrogate, 1),
    ("\"a\nb\"", .controlCharacter, 2),
    ("\"\u{0}\"", .controlCharacter, 1),
    ("\"\u{1F}\"", .controlCharacter, 1),
    ("\"12345678\t\"", .controlCharacter, 9),
    ("{\"a\tb\":1}", .controlCharacter, 3),
    ("\u{FEFF}{}", .byteOrderMark, 0),
    ("1 1", .trailingBytes, 2),
    ("{}}", .trailingBytes, 2),
    ("[]]", .trailingBytes, 2),
    ("null\u{0}", .trailingBytes, 4),
    ("{}//", .trailingBytes, 2),
    ("1a", .trailingBytes, 1),
    ("truefalse", .trailingBytes, 4),
    (#""a"b"#, .trailingBytes, 3),
  ]

  @Test(arguments: refused)
  func `Anything else is refused with its place`(text: String, code: JSONError.Code, offset: Int) {
    #expect(throws: JSONError(code: code, offset: offset)) {
      try JSONDocument(parsing: Array(text.utf8))
    }
  }

  static let notUTF8: [[UInt8]] = [
    [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
    [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
    [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x28],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
  ]

  @Test(arguments: notUTF8, 0..<10)
  func `A string that is not UTF-8 is refused at the broken character`(bytes: [UInt8], padding: Int) {
    let before = Array("[\"é".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: padding)
    for after in ["\"]", "aaaaaaaaaaaa\"]", ""] {
      #expect(throws: JSONError(code: .invalidUTF8, offset: before.count)) {
        try JSONDocument(parsing: before + bytes + Array(after.utf8))
      }
    }
  }

  @Test func `A text in UTF-16 is refused`() {
    #expect(throws: JSONError(code: .expectedValue, offset: 0)) {
      try JSONDocument(parsing: [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00])
    }
  }

  @Test func `Every proper prefix of an object is refused`() {
    let text = Array(#"{"a":[1.5e3,true,null,"x\u00e9\n"],"b":{"c":false,"d":"é"}}"#.utf8)
    for length in 0..<text.count {
      #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text[..<length])) }
    }
    #expect(throws: Never.self) { try JSONDocument(parsing: text) }
  }

  @Test(arguments: 0..<8)
  func `Special bytes are found at every place of a string`(padding: Int) throws {
    let filler = String(repeating: "~", count: padding)
    let text = "\(filler)\\\"\u{7F}\(filler)é\(filler)/\(filler)"
    let value = JSONValue.string(text)
    #expect(try JSONValue(parsing: value.serialized()) == value)
  }

  @Test func `Changed bytes never do harm, and what is still read is read alike again`() {
    let text = Array(
      #"{"userName":"bj\u00e9nsen","emails":[{"value":"a@b.c","primary":true}],"n":-1.5e3,"é":null}"#.utf8)
    let alphabet = Array("{}[]\",:\\/u0eE.+-tfn d8DcC\u{1}".utf8) + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      var changed = text
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<changed.count, using: &random)
        let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed[place] = byte
        case 1: changed.insert(byte, at: place)
        default: changed.remove(at: place)
        }
      }
      do {
        let value = try JSONValue(parsing: changed)
        #expect(try JSONValue(parsing: value.serialized()) == value)
      } catch {
        #expect((0...changed.count).contains(error.offset))
      }
    }
  }
}
