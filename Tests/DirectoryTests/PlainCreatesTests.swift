import Directory
import EventLog
import JSONTape
import LedgerTestKit
import SCIM
import Testing

/// What is read in the plain form comes to what is read the long way, or is declined.
@Suite struct PlainCreatesTests {
  @Test("a body is declined or comes to the same body, image and indexed values", arguments: 0..<4)
  func parity(seed: UInt64) throws {
    var bodies = PlainBodies(seed: seed)
    var reader = PlainReader(try #require(PlainForm(.user)))
    var creates = PlainCreates()
    var expected: [(body: [UInt8], image: [UInt8], values: IndexedValues)] = []
    var plainOnes = 0
    for _ in 0..<1500 {
      let (text, isOrdinary) = bodies.next()
      guard reader.read(Array(text.utf8)) else {
        #expect(!isOrdinary, "an ordinary body is declined: \(text)")
        continue
      }
      if isOrdinary { plainOnes += 1 }
      let value = try JSONValue(parsing: Array(text.utf8))
      let read = try ResourceReader.read(value, as: .user)
      #expect(read.tolerances.isEmpty && !read.passwordGiven, "\(text)")
      #expect(!Redaction.redact(value).1)
      #expect(BulkReferences.places(in: value, at: "").isEmpty)
      expected.append((value.serialized(), read.image.serialized(), IndexedValues(read.image, type: "User")))
      creates.append(reader, event: Identifier(high: 1, low: UInt64(expected.count)), line: expected.count)
    }
    #expect(plainOnes > 300)
    creates.sortKeys()
    #expect(creates.count == expected.count)
    for (place, wanted) in expected.enumerated() {
      #expect(Array(creates.body(place)) == wanted.body)
      #expect(Array(creates.image(place)) == wanted.image)
      #expect(creates.isImageApart(place) == (wanted.body != wanted.image))
      #expect(creates.entries[place].isActive == wanted.values.isActive)
      let keys = Set(creates.keys(of: place..<(place + 1)).map { "\($0.attribute) \($0.digest)" })
      let digests = wanted.values.values.map { "\($0.rawValue) \(PlainCreates.digest(Array($1.utf8)))" }
      #expect(keys == Set(digests), "\(String(decoding: wanted.body, as: UTF8.self))")
    }
  }

  @Test(
    "what is tolerated, refused, secret or refers to others is declined",
    arguments: [
      #"{"userName":"a"}"#, #"{"schemas":[],"userName":"a"}"#, "[]", "{", "",
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":""}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"username":"a"}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","password":"x"}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","id":"1"}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","active":"True"}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bulkId:a"}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","title":"{\"password\":1}"}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","emails":[]}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","userName":"b"}"#,
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x"],"userName":"a"}"#,
    ])
  func declined(_ text: String) throws {
    var reader = PlainReader(try #require(PlainForm(.user)))
    let isTaken = reader.read(Array(text.utf8))
    #expect(!isTaken)
  }

  @Test("no form is made for groups, nor for a schema with secrets")
  func formless() {
    #expect(PlainForm(.group) == nil)
    var type = ResourceType.user
    type.schema.attributes.append(Attribute(name: "pin", mutability: .writeOnly))
    #expect(PlainForm(type) == nil)
  }
}

/// Bodies of people: ordinary ones, and some with something odd in them.
struct PlainBodies {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private static let core = "urn:ietf:params:scim:schemas:core:2.0:User"
  private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
  private static let texts = [
    "Ana", "Zoë", "ŁUKASZ", "Анна Ким", "明 王", "ΣΟΦΟΣ", "İstanbul", "e\u{301}", "R&D", "日本語テキスト", "a b", "ǅ",
    "ß",
  ]
  private static let odd = [
    #""nickName":null"#, #""title":"""#, #""title":5"#, #""DisplayName":"x""#, #""shoeSize":"42""#,
    #""active":"True""#, #""emails":"a@example.com""#, #""emails":[]"#, #""password":"x""#, #""id":"1""#,
    #""name":{}"#, #""name":{"givenName":null}"#, #""emails":[{"value":"x"},{"value":"x"}]"#,
    #""emails":[{"value":"x","primary":true},{"value":"y","primary":true}]"#, #""groups":[]"#,
    #""name.givenName":"x""#, #""title":["x"]"#, #""title":"[1]""#, #""meta":{"location":"x"}"#,
  ]

  mutating func next() -> (text: String, isOrdinary: Bool) {
    var isOrdinary = true
    var members = [#""userName":"\#(text())""#]
    if flip() { members.append(#""externalId":"E-\#(Int.random(in: 0...99, using: &random))""#) }
    if flip() { members.append(#""displayName":"\#(text())""#) }
    if flip() { members.append(#""active":\#(flip())"#) }
    if flip() { members.append(#""name":{"familyName":"\#(text())","givenName":"\#(text())"}"#) }
    if flip() {
      members.append(
        #""emails":[{"type":"work","value":"A@example.com","primary":true},{"value":"b@example.com"}]"#)
    } else if flip() {
      members.append(#""emails":[{"value":"\#(text())"}]"#)
    }
    var schemas = ["\"\(Self.core)\""]
    var extended: String?
    if flip() {
      extended = "\"\(Self.enterprise)\":{\"department\":\"\(text())\"}"
      if Int.random(in: 0..<10, using: &random) == 0 {
        isOrdinary = false
      } else {
        schemas.append("\"\(Self.enterprise)\"")
      }
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      isOrdinary = false
      let odd = Self.odd[Int.random(in: 0..<Self.odd.count, using: &random)]
      members.append(odd)
    }
    if flip() { members.shuffle(using: &random) }
    if let extended { members.insert(extended, at: flip() ? members.count : 0) }
    if flip() { schemas.shuffle(using: &random) }
    let list = "\"schemas\":[\(schemas.joined(separator: ","))]"
    members.insert(list, at: flip() || flip() ? 0 : members.count)
    return (
      flip() ? "{\(members.joined(separator: ","))}" : "{ \(members.joined(separator: " ,\t")) }", isOrdinary
    )
  }

  private mutating func flip() -> Bool { Bool.random(using: &random) }

  private mutating func text() -> String {
    let text = Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)]
    return switch Int.random(in: 0..<6, using: &random) {
    case 0: text + #" \"x\""#
    case 1: text + #" \u0026 \/"#
    case 2: text + #"\n\u0007"#
    default: text
    }
  }
}
