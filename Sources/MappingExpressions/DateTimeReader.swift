/// Reads pieces of a date from the front of a text.
struct DateTimeReader {
  /// Bytes of the longest text that may be a date.
  static let length = 200

  private let bytes: [UInt8]
  private(set) var index = 0

  init(_ text: String) {
    bytes = Array(text.utf8.prefix(Self.length))
  }

  var isAtEnd: Bool { index == bytes.count }
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Goes back to a place it was at.
  mutating func rewind(to index: Int) {
    self.index = min(max(0, index), bytes.count)
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    index += 1
    return true
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    let start = index
    for byte in UTF8.encode(scalar) ?? UTF8.EncodedScalar() {
      guard skip(byte) else {
        index = start
        return false
      }
    }
    return true
  }

  mutating func skipSpaces() {
    while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { index += 1 }
  }

  /// An integer of so many digits, at most nine.
  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    let start = index
    var value = 0
    while let byte = current, byte &- 0x30 < 10, index - start < digits.upperBound {
      value = value * 10 + Int(byte &- 0x30)
      index += 1
    }
    guard index - start >= digits.lowerBound else {
      index = start
      return nil
    }
    return value
  }

  /// A fraction of a second in ticks.
  mutating func fraction(_ digits: ClosedRange<Int>) -> Int64? {
    let start = index
    guard let value = number(digits) else { return nil }
    var ticks = Int64(value)
    for _ in (index - start)..<7 { ticks *= 10 }
    return ticks
  }

  /// The position of the first of the ASCII `names`, or of their prefixes, that comes next, in any case.
  mutating func name(of names: [String], prefix: Int = .max) -> Int? {
    guard let byte = current, byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "z") else {
      return nil
    }
    for (position, name) in names.enumerated() {
      var end = index
      let isNext = name.utf8.prefix(prefix).allSatisfy { wanted in
        defer { end += 1 }
        return end < bytes.count && bytes[end] | 0x20 == wanted | 0x20
      }
      if isNext {
        index = end
        return position
      }
    }
    return nil
  }

  /// `Z`, or an offset as `+h`, `+hh`, `+hhmm` or `+hh:mm`, in minutes.
  mutating func offset(takesMinutes: Bool = true, takesZ: Bool = true) -> Int? {
    if takesZ, skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
    let start = index
    let isNegative = current == UInt8(ascii: "-")
    guard isNegative || current == UInt8(ascii: "+") else { return nil }
    index += 1
    guard let hours = number(1...2), hours <= 14 else {
      index = start
      return nil
    }
    var minutes = hours * 60
    if takesMinutes {
      let hasColon = skip(UInt8(ascii: ":"))
      if let more = number(2...2), more <= 59 {
        minutes += more
      } else if hasColon {
        index = start
        return nil
      }
    }
    guard minutes <= 840 else {
      index = start
      return nil
    }
    return isNegative ? -minutes : minutes
  }
}
