extension DateTime {
  /// The date in a text of one of the usual forms; without a zone it is taken to be in UTC.
  ///
  /// Dates: `2020-03-16`, `2020/3/16`, `20200316`, `3/16/2020` (month first), `16 Mar 2020`, `16-Mar-2020`,
  /// `March 16, 2020`, each after an optional day of the week. Then, if at all, `T` or a space and a time
  /// `23:59[:59[.9999999]]` or `11:59[:59] PM`. Then, if at all, `Z`, `GMT` or an offset such as `-07:00`.
  init?(reading text: String) {
    guard text.utf8.count <= DateTimeReader.length else { return nil }
    var reader = DateTimeReader(text)
    var parts = DateTimeParts()
    reader.skipSpaces()
    guard Self.readDate(&parts, &reader), Self.readTime(&parts, &reader), Self.readZone(&parts, &reader)
    else { return nil }
    reader.skipSpaces()
    // Each form names day, month and year, so that no other day is ever asked for.
    guard reader.isAtEnd, let origin = DateTime(ticks: 0), let date = parts.date(today: origin) else {
      return nil
    }
    self = date
  }

  private static func readDate(_ parts: inout DateTimeParts, _ reader: inout DateTimeReader) -> Bool {
    if let weekday = reader.name(of: DateTimeFormat.dayNames)
      ?? reader.name(of: DateTimeFormat.dayNames, prefix: 3)
    {
      parts.weekday = weekday
      _ = reader.skip(",")
      reader.skipSpaces()
    }
    if let month = month(&reader) {
      parts.month = month
      reader.skipSpaces()
      parts.day = reader.number(1...2)
      _ = reader.skip(",")
      reader.skipSpaces()
      parts.year = reader.number(4...4)
      return parts.day != nil && parts.year != nil
    }
    let start = reader.index
    if let compact = reader.number(8...8) {
      (parts.year, parts.month, parts.day) = (compact / 10_000, compact / 100 % 100, compact % 100)
      return true
    }
    reader.rewind(to: start)
    guard let first = reader.number(1...4) else { return false }
    let digits = reader.index - start
    guard let separator = separator(&reader) else { return false }
    if digits == 4 {
      parts.year = first
      parts.month = month(&reader) ?? reader.number(1...2)
      guard reader.skip(separator) else { return false }
      parts.day = reader.number(1...2)
      return parts.month != nil && parts.day != nil
    }
    guard digits <= 2 else { return false }
    if let month = month(&reader) {
      (parts.day, parts.month) = (first, month)
    } else {
      (parts.month, parts.day) = (first, reader.number(1...2))
    }
    guard reader.skip(separator) else { return false }
    parts.year = reader.number(4...4)
    return parts.day != nil && parts.year != nil
  }

  private static func separator(_ reader: inout DateTimeReader) -> UInt8? {
    guard let byte = reader.current, [0x2D, 0x2F, 0x20].contains(byte) else { return nil }
    _ = reader.skip(byte)
    return byte
  }

  private static func month(_ reader: inout DateTimeReader) -> Int? {
    let month =
      reader.name(of: DateTimeFormat.monthNames) ?? reader.name(of: DateTimeFormat.monthNames, prefix: 3)
    return month.map { $0 + 1 }
  }

  private static func readTime(_ parts: inout DateTimeParts, _ reader: inout DateTimeReader) -> Bool {
    let start = reader.index
    if !reader.skip("T") { reader.skipSpaces() }
    guard reader.index > start, let hour = reader.number(1...2), reader.skip(":") else {
      reader.rewind(to: start)
      return true
    }
    guard let minute = reader.number(2...2) else { return false }
    parts.minute = minute
    if reader.skip(":") {
      guard let second = reader.number(2...2) else { return false }
      parts.second = second
      if reader.skip(".") {
        guard let fraction = reader.fraction(1...7) else { return false }
        parts.fraction = fraction
        // Digits beyond a tick are cut off.
        while reader.number(1...1) != nil {}
      }
    }
    let end = reader.index
    reader.skipSpaces()
    if let period = reader.name(of: ["AM", "PM"]) {
      guard (1...12).contains(hour) else { return false }
      (parts.hour12, parts.isAfternoon) = (hour, period == 1)
    } else {
      reader.rewind(to: end)
      parts.hour = hour
    }
    return true
  }

  private static func readZone(_ parts: inout DateTimeParts, _ reader: inout DateTimeReader) -> Bool {
    reader.skipSpaces()
    if reader.isAtEnd { return true }
    if reader.name(of: ["GMT", "UTC"]) != nil {
      parts.offsetMinutes = 0
      return true
    }
    guard let offset = reader.offset() else { return false }
    parts.offsetMinutes = offset
    return true
  }
}
