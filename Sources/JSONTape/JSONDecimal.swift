/// A number's text taken apart: sign, significant digits and power of ten.
///
/// The exponent is kept as digits, since a document may write one that no integer type holds.
struct JSONDecimal {
  /// Digits without leading and trailing zeros; empty for zero.
  private var significand: ArraySlice<UInt8> = []
  private var isNegative = false
  private var exponentIsNegative = false
  /// The digits written after `e`, without leading zeros.
  private var exponentDigits: ArraySlice<UInt8> = []
  /// What the point and the trimmed zeros add to the written exponent. Bounded by the text's length.
  private var shift = 0

  /// `nil` when `text` is not a number of RFC 8259 §6.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    let integer = Self.takeDigits(from: &rest)
    guard let leading = integer.first, leading != UInt8(ascii: "0") || integer.count == 1 else { return nil }
    var digits = Array(integer)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = Self.takeDigits(from: &rest)
      guard !fraction.isEmpty else { return nil }
      digits.append(contentsOf: fraction)
      shift = -fraction.count
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      exponentIsNegative = rest.first == UInt8(ascii: "-")
      if exponentIsNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
      let exponent = Self.takeDigits(from: &rest)
      guard !exponent.isEmpty else { return nil }
      exponentDigits = exponent.drop { $0 == UInt8(ascii: "0") }
    }
    guard rest.isEmpty else { return nil }
    significand = digits.drop { $0 == UInt8(ascii: "0") }
    while significand.last == UInt8(ascii: "0") {
      significand = significand.dropLast()
      shift += 1
    }
  }

  private static func takeDigits(from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }
    rest = rest.dropFirst(digits.count)
    return digits
  }

  /// The value when it is an integer that fits.
  var int: Int? {
    if significand.isEmpty { return 0 }
    // Beyond 15 digits no shift a text can hold brings the value back into an integer's range.
    guard exponentDigits.count <= 15 else { return nil }
    let written = exponentDigits.reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) }
    let zeros = (exponentIsNegative ? -written : written) + shift
    guard zeros >= 0, significand.count + zeros <= 19 else { return nil }
    var value = 0
    for position in 0..<(significand.count + zeros) {
      let index = significand.startIndex + position
      let digit = position < significand.count ? Int(significand[index] &- UInt8(ascii: "0")) : 0
      let (tenfold, overflowed) = value.multipliedReportingOverflow(by: 10)
      // Towards the sign, so that the least integer is reached too.
      let (sum, overflowedAgain) = tenfold.addingReportingOverflow(isNegative ? -digit : digit)
      if overflowed || overflowedAgain { return nil }
      value = sum
    }
    return value
  }
}

extension JSONDecimal: Hashable {
  static func == (left: JSONDecimal, right: JSONDecimal) -> Bool {
    guard left.significand == right.significand else { return false }
    if left.significand.isEmpty { return true }
    return left.isNegative == right.isNegative
      && exponentDifference(left, right) == right.shift - left.shift
  }

  /// The left written exponent less the right one; `nil` when it is beyond what any shift can make up for.
  private static func exponentDifference(_ left: JSONDecimal, _ right: JSONDecimal) -> Int? {
    let length = max(left.exponentDigits.count, right.exponentDigits.count)
    var difference = 0
    for place in (0..<length).reversed() {
      difference = difference * 10 + left.exponentDigit(place) - right.exponentDigit(place)
      // Later digits change the difference by less than a tenth of what the next tenfold adds.
      if difference.magnitude > 1_000_000_000_000_000 { return nil }
    }
    return difference
  }

  /// The signed digit at `place`, counted from the units.
  private func exponentDigit(_ place: Int) -> Int {
    guard place < exponentDigits.count else { return 0 }
    let digit = Int(exponentDigits[exponentDigits.endIndex - 1 - place] &- UInt8(ascii: "0"))
    return exponentIsNegative ? -digit : digit
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(significand)
    guard !significand.isEmpty else { return }
    hasher.combine(isNegative)
    // Modulo 2^64: equal exponents have equal remainders, whichever way they are written.
    let written = exponentDigits.reduce(0) { $0 &* 10 &+ Int($1 &- UInt8(ascii: "0")) }
    hasher.combine((exponentIsNegative ? 0 &- written : written) &+ shift)
  }
}
