import JSONTape
import Testing

struct `Numbers` {
  static let equal: [(String, String)] = [
    ("1", "1.0"), ("1", "1e0"), ("1", "10e-1"), ("1", "0.1e1"), ("100", "1e2"), ("100", "1E+02"), ("0", "-0"),
    ("0", "0.000"), ("0", "0e999999999999999999999999"), ("-0.0", "0e-5"), ("0.5", "5e-1"), ("0.50", "0.5"),
    ("-1.5", "-15e-1"), ("9223372036854775807", "9223372036854775807.0"),
    ("9223372036854775808", "9223372036854775.808e3"),
    ("1e99999999999999999999", "10e99999999999999999998"),
    ("1e100000000000000000000", "10e99999999999999999999"),
    ("1e-100000000000000000000", "0.1e-99999999999999999999"),
    ("0.1e-99999999999999999999999", "0.001e-99999999999999999999997"),
    ("0.1e1", "1e0000000000000000000000000000"),
  ]

  @Test(arguments: equal)
  func `Numbers written differently are equal when their values are`(left: String, right: String) throws {
    let left = try #require(JSONNumber(left))
    let right = try #require(JSONNumber(right))
    #expect(left == right)
    #expect(right == left)
    #expect(left.hashValue == right.hashValue)
  }

  static let unequal: [(String, String)] = [
    ("1", "-1"), ("1", "10"), ("0.1", "0.01"), ("1", "1.0000000000000000000000000001"),
    ("9007199254740993", "9007199254740992.0"), ("0.1", "0.1000000000000000055511151231257827"),
    ("1e400", "1e401"), ("1e-400", "0"), ("1e400", "-1e400"),
    ("1e99999999999999999999", "1e99999999999999999998"),
    ("1e99999999999999999999", "1e-99999999999999999999"), ("1e99999999999999999999", "1"),
    ("9223372036854775808", "-9223372036854775808"),
  ]

  @Test(arguments: unequal)
  func `Numbers of different values are different at any precision`(left: String, right: String) throws {
    #expect(try #require(JSONNumber(left)) != #require(JSONNumber(right)))
  }

  static let integers: [(String, Int?)] = [
    ("0", 0), ("-0", 0), ("-0.0e7", 0), ("1.0", 1), ("1e2", 100), ("-1.50e1", -15), ("100e-2", 1),
    ("1.5", nil),
    ("1e-1", nil), ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ("-922337203685477580.8e1", .min),
    ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1e18", 1_000_000_000_000_000_000),
    ("1e19", nil), ("1e999999999999999", nil), ("1e99999999999999999999999999", nil),
    ("1e-99999999999999999999999999", nil), ("0e99999999999999999999999999", 0),
    ("0.00000000000000000000000000001e29", 1),
  ]

  @Test(arguments: integers)
  func `A number is an integer when its value is exactly one and fits`(text: String, expected: Int?) throws {
    #expect(try #require(JSONNumber(text)).int == expected)
  }

  @Test(arguments: [
    "", " ", "-", "+1", "01", "-01", "1.", ".1", "1e", "1e+", "1.e1", "1 ", " 1", "0x1", "NaN", "inf", "1_0",
    "１",
    "1e1.5", "--1",
  ])
  func `What is no number makes none`(text: String) {
    #expect(JSONNumber(text) == nil)
  }

  @Test(arguments: [
    "0", "-0", "-0.0", "1.0", "1e5", "1E5", "1.50", "123456789012345678901234567890.123e-7",
  ])
  func `A number is written as it was read`(text: String) throws {
    let value = try JSONValue(parsing: Array(text.utf8))
    #expect(value.description == text)
    guard case .number(let number) = value else {
      Issue.record("not a number")
      return
    }
    #expect(number.text == text)
    #expect(JSONNumber(text)?.text == text)
  }

  @Test(arguments: [0.0, -0.0, 1.5, 1e21, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1.0 / 3.0])
  func `A double survives`(value: Double) throws {
    let number = try #require(JSONNumber(value))
    #expect(number.double == value)
    #expect(try JSONValue(parsing: Array(number.text.utf8)) == .number(number))
  }

  @Test func `Infinities and NaN are no JSON numbers`() {
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(-Double.infinity) == nil)
    #expect(JSONNumber(Double.nan) == nil)
  }

  @Test func `A number beyond a double is infinite as one`() {
    #expect(JSONNumber("1e999")?.double == .infinity)
    #expect(JSONNumber("1e-999")?.double == 0)
  }

  @Test(arguments: [0, 1, -1, Int.max, Int.min])
  func `An integer survives`(value: Int) {
    #expect(JSONNumber(value).int == value)
  }
}
