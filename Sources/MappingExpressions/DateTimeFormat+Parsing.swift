extension DateTimeFormat {
  /// The date that `text` is in this format; `nil` when it is not. What the format leaves out is midnight,
  /// the first of the month, the year of `today`, or all of `today` when it has no date at all.
  func date(from text: String, styles: DateTimeStyles = DateTimeStyles(), today: DateTime) -> DateTime? {
    guard text.utf8.count <= DateTimeReader.length else { return nil }
    var reader = DateTimeReader(text)
    if styles.allowsLeadingWhite { reader.skipSpaces() }
    var parts = DateTimeParts()
    for (position, element) in elements.enumerated() {
      let next = position + 1 < elements.count ? elements[position + 1] : nil
      guard parts.read(element, followedBy: next, from: &reader) else { return nil }
    }
    if styles.allowsTrailingWhite { reader.skipSpaces() }
    return reader.isAtEnd ? parts.date(today: today) : nil
  }
}

/// What has been read of a date.
struct DateTimeParts {
  var year: Int?
  var month: Int?
  var day: Int?
  var weekday: Int?
  var hour: Int?
  var hour12: Int?
  var isAfternoon: Bool?
  var minute = 0
  var second = 0
  var fraction: Int64 = 0
  var offsetMinutes: Int?

  /// Two digits of a year are those from 1950 to 2049.
  static func year(ofTwoDigits value: Int) -> Int { value < 50 ? 2000 + value : 1900 + value }

  mutating func read(
    _ element: DateTimeFormat.Element, followedBy next: DateTimeFormat.Element?,
    from reader: inout DateTimeReader
  ) -> Bool {
    switch element {
    case .year(1), .year(2):
      guard let value = reader.number(element == .year(1) ? 1...2 : 2...2) else { return false }
      year = Self.year(ofTwoDigits: value)
    case .year(let width): return Self.set(&year, reader.number(width...max(width, 4)))
    case .month(3):
      return Self.set(&month, reader.name(of: DateTimeFormat.monthNames, prefix: 3).map { $0 + 1 })
    case .month(4): return Self.set(&month, reader.name(of: DateTimeFormat.monthNames).map { $0 + 1 })
    case .month(let width): return Self.set(&month, reader.number(width...2))
    case .day(3): return Self.set(&weekday, reader.name(of: DateTimeFormat.dayNames, prefix: 3))
    case .day(4): return Self.set(&weekday, reader.name(of: DateTimeFormat.dayNames))
    case .day(let width): return Self.set(&day, reader.number(width...2))
    case .hour(let width): return Self.set(&hour, reader.number(width...2))
    case .hour12(let width): return Self.set(&hour12, reader.number(width...2))
    case .minute(let width): return Self.set(&minute, reader.number(width...2))
    case .second(let width): return Self.set(&second, reader.number(width...2))
    case .fraction(let digits, isOptional: false):
      return Self.set(&fraction, reader.fraction(digits...digits))
    case .fraction(let digits, isOptional: true): fraction = reader.fraction(1...digits) ?? 0
    case .dayPeriod(let width):
      let index = reader.name(of: ["AM", "PM"], prefix: width)
      return Self.set(&isAfternoon, index.map { $0 == 1 })
    case .offset(let width):
      return Self.set(&offsetMinutes, reader.offset(takesMinutes: width == 3, takesZ: width == 3))
    case .zone: offsetMinutes = reader.offset() ?? offsetMinutes
    case .era: return reader.name(of: ["A.D.", "AD"]) != nil
    case .literal("Z"):
      offsetMinutes = 0
      return reader.skip("Z")
    case .literal(let scalar):
      if reader.skip(scalar) { return true }
      // An optional fraction takes its point with it.
      if scalar == ".", case .fraction(_, isOptional: true) = next { return true }
      return false
    }
    return true
  }

  private static func set<Value>(_ part: inout Value?, _ value: Value?) -> Bool {
    part = value ?? part
    return value != nil
  }

  private static func set<Value>(_ part: inout Value, _ value: Value?) -> Bool {
    part = value ?? part
    return value != nil
  }

  /// `nil` when the parts are no date, or contradict each other.
  func date(today: DateTime) -> DateTime? {
    var hour = self.hour ?? 0
    if let hour12 {
      guard (0...12).contains(hour12) else { return nil }
      hour = hour12 % 12 + (isAfternoon == true ? 12 : 0)
    } else if let isAfternoon, self.hour != nil, isAfternoon != (hour >= 12) {
      return nil
    }
    var (year, month, day) = (self.year, self.month, self.day)
    if year == nil, month == nil, day == nil { (year, month, day) = today.date }
    let date = DateTime(
      year: year ?? today.date.year, month: month ?? 1, day: day ?? 1, hour: hour, minute: minute,
      second: second, fraction: fraction, offsetMinutes: offsetMinutes)
    if let weekday, let date, date.weekday != weekday, offsetMinutes ?? 0 == 0 { return nil }
    return date
  }
}
