import JSONTape
import Testing

struct `Raw members` {
  static let readable = [
    #"{}"#, #"{"a":1}"#, #"{"version":1,"actor":"x \"quoted\" \\","list":[1,[2,"]"],{"b":"}"}],"t":true}"#,
    #"{"o":{"p":{"q":[]}},"n":null,"s":"","e":-1.5e3}"#,
  ]

  @Test("Names and values stand where a document has them", arguments: readable)
  func places(_ text: String) throws {
    let bytes = Array(text.utf8)
    let expected = try JSONDocument(parsing: bytes).root.members.map { member in
      "\(member.name)=\(String(decoding: member.value.rawBytes, as: UTF8.self))"
    }
    var found: [String] = []
    var members = RawMembers(bytes.span)
    while let (name, value) = members.next() {
      found.append(
        String(decoding: bytes[name], as: UTF8.self) + "=" + String(decoding: bytes[value], as: UTF8.self))
    }
    #expect(found == expected)
    let isUnreadable = members.isUnreadable
    #expect(!isUnreadable)
  }

  @Test(
    "What is no object without white space is said to be unreadable",
    arguments: [
      "", "{", "[1]", "1", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":1,}"#, #"{"a": 1} "#, #"{ "a":1}"#,
      #"{"a":"b}"#, #"{"a":[1}"#, #"{"a":1}x"#, #"{"a":1}}"#, #"{"a":"\"#,
    ])
  func unreadable(_ text: String) {
    let bytes = Array(text.utf8)
    var members = RawMembers(bytes.span)
    while members.next() != nil {}
    let (isUnreadable, isAtEnd) = (members.isUnreadable, members.next() == nil)
    #expect(isUnreadable, "\(text)")
    #expect(isAtEnd)
  }
}
