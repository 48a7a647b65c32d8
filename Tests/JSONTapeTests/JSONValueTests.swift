import JSONTape
import Testing

struct `Values` {
  @Test func `Literals make values`() {
    let value: JSONValue = ["s": "x", "i": -3, "b": true, "n": nil, "a": [1, "two", []], "o": [:]]
    #expect(value.description == #"{"s":"x","i":-3,"b":true,"n":null,"a":[1,"two",[]],"o":{}}"#)
    #expect(value.objectValue?["s"]?.stringValue == "x")
    #expect(value.objectValue?["i"]?.intValue == -3)
    #expect(value.objectValue?["b"]?.boolValue == true)
    #expect(value.objectValue?["n"]?.isNull == true)
    #expect(value.objectValue?["a"]?.arrayValue?.count == 3)
  }

  @Test func `A value of another kind is nil`() {
    let value: JSONValue = "1"
    #expect(value.intValue == nil && value.boolValue == nil && value.arrayValue == nil)
    #expect(value.objectValue == nil && !value.isNull)
    #expect(JSONValue.null.stringValue == nil)
  }

  static let different: [JSONValue] = [
    nil, true, false, 0, 1, "", "0", "true", [], [nil], [:], ["a": nil], ["a": 0],
  ]

  @Test func `Values of different kinds are different`() {
    for (index, left) in Self.different.enumerated() {
      for (otherIndex, right) in Self.different.enumerated() {
        #expect((left == right) == (index == otherIndex))
      }
    }
    #expect(Set(Self.different).count == Self.different.count)
  }

  @Test(arguments: 0..<200)
  func `A random value survives writing and reading`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let value = randomValue(depth: 5, using: &random)
    let text = value.serialized()
    let read = try JSONValue(parsing: text)
    #expect(read == value)
    #expect(read.hashValue == value.hashValue)
    #expect(read.serialized() == text)
  }

  private func randomValue(depth: Int, using random: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .number(JSONNumber(Int.random(in: .min ... .max, using: &random)))
    case 3:
      return JSONNumber(Double(bitPattern: random.next())).map(JSONValue.number) ?? .null
    case 4, 5: return .string(randomString(using: &random))
    case 6:
      return .array(
        (0..<Int.random(in: 0..<6, using: &random)).map { _ in randomValue(depth: depth - 1, using: &random) }
      )
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0..<80, using: &random) where object.count < 6 || depth == 5 {
        object[randomString(using: &random)] = randomValue(depth: depth - 2, using: &random)
      }
      return .object(object)
    }
  }

  private func randomString(using random: inout SeededGenerator) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<20, using: &random) {
      let top: UInt32 =
        [0x20, 0x7F, 0x7F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &random) ?? 0x7F
      if let scalar = Unicode.Scalar(UInt32.random(in: 0...top, using: &random)) { scalars.append(scalar) }
    }
    return String(scalars)
  }
}
