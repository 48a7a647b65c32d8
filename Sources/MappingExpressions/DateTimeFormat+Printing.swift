extension DateTimeFormat {
  func string(from date: DateTime) -> String {
    let (year, month, day) = date.date
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    for element in elements {
      switch element {
      case .year(let width):
        Self.append(width <= 2 ? year % 100 : year, width: width, to: &bytes)
      case .month(3): bytes.append(contentsOf: Self.monthNames[month - 1].utf8.prefix(3))
      case .month(4): bytes.append(contentsOf: Self.monthNames[month - 1].utf8)
      case .month(let width): Self.append(month, width: width, to: &bytes)
      case .day(3): bytes.append(contentsOf: Self.dayNames[date.weekday].utf8.prefix(3))
      case .day(4): bytes.append(contentsOf: Self.dayNames[date.weekday].utf8)
      case .day(let width): Self.append(day, width: width, to: &bytes)
      case .hour(let width): Self.append(date.hour, width: width, to: &bytes)
      case .hour12(let width): Self.append((date.hour + 11) % 12 + 1, width: width, to: &bytes)
      case .minute(let width): Self.append(date.minute, width: width, to: &bytes)
      case .second(let width): Self.append(date.second, width: width, to: &bytes)
      case .fraction(let digits, let isOptional):
        Self.appendFraction(date.fraction, digits, isOptional, to: &bytes)
      case .dayPeriod(let width):
        bytes.append(contentsOf: (date.hour < 12 ? "AM" : "PM").utf8.prefix(width))
      case .offset(1): bytes.append(contentsOf: "+0".utf8)
      case .offset(2): bytes.append(contentsOf: "+00".utf8)
      case .offset: bytes.append(contentsOf: "+00:00".utf8)
      case .zone: if date.namesZone { bytes.append(UInt8(ascii: "Z")) }
      case .era: bytes.append(contentsOf: "A.D.".utf8)
      case .literal(let scalar): bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.EncodedScalar())
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ value: Int, width: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    var rest = value
    repeat {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    while bytes.count - start < width { bytes.append(UInt8(ascii: "0")) }
    bytes[start...].reverse()
  }

  private static func appendFraction(
    _ ticks: Int64, _ digits: Int, _ isOptional: Bool, to bytes: inout [UInt8]
  ) {
    var value = Int(ticks)
    for _ in digits..<7 { value /= 10 }
    guard isOptional else { return append(value, width: digits, to: &bytes) }
    guard value > 0 else {
      // The point before an empty fraction goes too, as in .NET.
      if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
      return
    }
    append(value, width: digits, to: &bytes)
    while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
  }
}
