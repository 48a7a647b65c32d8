extension DateTime {
  /// Reads `2026-01-02T03:04:05.678901+02:00`; `Z`, an offset up to 14 hours, or nothing for UTC.
  ///
  /// Years are 0001 to 9999. A fraction may have any number of digits; those below the microsecond
  /// are dropped. Second 60 and hour 24 are read as the moment after. Nil for anything else.
  public init?(parsing text: String) {
    var scanner = Scanner(bytes: text.utf8.prefix(Self.longestText + 1).map { $0 })
    guard scanner.bytes.count <= Self.longestText, let microseconds = scanner.dateTime() else { return nil }
    self.init(microseconds: microseconds)
  }

  private static let longestText = 64

  /// Days from 1970-01-01 to a date of the proleptic Gregorian calendar; `year` within 1...9999.
  ///
  /// Years are counted from March, so that the leap day is the last of its year.
  fileprivate static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let marchMonth = (month + 9) % 12
    let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
    return marchYear * 365 + leapDays + (marchMonth * 153 + 2) / 5 + day - 1 - 719_468
  }

  fileprivate static func daysIn(month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func dateTime() -> Int64? {
      guard let year = digits(4), year >= 1, take("-"), let month = digits(2), (1...12).contains(month),
        take("-"), let day = digits(2), (1...DateTime.daysIn(month: month, of: year)).contains(day),
        take("T") || take("t"), let clock = clock(), let offset = offset(), next == nil
      else { return nil }
      let days = DateTime.days(year: year, month: month, day: day)
      return days * DateTime.microsecondsPerDay + clock - offset
    }

    /// Microseconds since midnight.
    private mutating func clock() -> Int64? {
      guard let hour = digits(2), take(":"), let minute = digits(2), take(":"), let second = digits(2),
        hour <= 24, minute <= 59, second <= 60, let fraction = fraction()
      else { return nil }
      guard hour < 24 || (minute == 0 && second == 0 && fraction == 0) else { return nil }
      let seconds = (hour * 60 + minute) * 60 + second
      return seconds * DateTime.microsecondsPerSecond + fraction
    }

    private mutating func fraction() -> Int64? {
      guard take(".") else { return 0 }
      var value: Int64 = 0
      var weight: Int64 = 100_000
      let start = position
      while let digit = digit() {
        value += digit * weight
        weight /= 10
      }
      return position > start ? value : nil
    }

    /// Microseconds that the stated zone is ahead of UTC.
    private mutating func offset() -> Int64? {
      if take("Z") || take("z") || next == nil { return 0 }
      let ahead = take("+")
      guard ahead || take("-"), let hours = digits(2), take(":"), let minutes = digits(2), minutes <= 59,
        hours * 60 + minutes <= 14 * 60
      else { return nil }
      let offset = (hours * 60 + minutes) * 60 * DateTime.microsecondsPerSecond
      return ahead ? offset : -offset
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard let byte = next, UInt32(byte) == character.value else { return false }
      position += 1
      return true
    }

    private mutating func digit() -> Int64? {
      guard let byte = next, (0x30...0x39).contains(byte) else { return nil }
      position += 1
      return Int64(byte - 0x30)
    }

    private mutating func digits(_ count: Int) -> Int64? {
      var value: Int64 = 0
      for _ in 0..<count {
        guard let digit = digit() else { return nil }
        value = value * 10 + digit
      }
      return value
    }
  }
}
