/// A moment as .NET counts it: ticks of 100 nanoseconds since the first day of year 1, proleptic Gregorian.
struct DateTime: Sendable, Hashable {
  static let ticksPerSecond: Int64 = 10_000_000
  static let ticksPerDay: Int64 = 86_400 * ticksPerSecond
  /// The last tick of year 9999.
  static let last: Int64 = 3_155_378_975_999_999_999
  /// 1601-01-01, where Active Directory's file times begin.
  static let fileTimeOrigin: Int64 = 504_911_232_000_000_000
  /// 1970-01-01
  static let unixOrigin: Int64 = 621_355_968_000_000_000

  /// In UTC.
  let ticks: Int64
  /// Whether the text it came from named a zone; `K` prints `Z` then and nothing otherwise.
  var namesZone = true

  /// `nil` outside the years 1 to 9999.
  init?(ticks: Int64, namesZone: Bool = true) {
    guard (0...Self.last).contains(ticks) else { return nil }
    self.ticks = ticks
    self.namesZone = namesZone
  }

  init?(unixMicroseconds: Int64) {
    let (ticks, overflowed) = unixMicroseconds.multipliedReportingOverflow(by: 10)
    let (sum, overflowedAgain) = ticks.addingReportingOverflow(Self.unixOrigin)
    guard !overflowed, !overflowedAgain else { return nil }
    self.init(ticks: sum)
  }

  /// `nil` for a day that does not exist.
  init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, fraction: Int64 = 0,
    offsetMinutes: Int? = nil
  ) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, of: year), (0...23).contains(hour), (0...59).contains(minute),
      (0...59).contains(second), (0..<Self.ticksPerSecond).contains(fraction)
    else { return nil }
    let seconds = Int64(hour * 3600 + minute * 60 + second) - Int64(offsetMinutes ?? 0) * 60
    let ticks =
      Int64(Self.days(before: month, day, of: year)) * Self.ticksPerDay + seconds * Self.ticksPerSecond
      + fraction
    self.init(ticks: ticks, namesZone: offsetMinutes != nil)
  }

  static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static let daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

  /// Days from the first day of year 1.
  private static func days(before month: Int, _ day: Int, of year: Int) -> Int {
    let past = year - 1
    let leapDay = month > 2 && isLeap(year) ? 1 : 0
    return past * 365 + past / 4 - past / 100 + past / 400 + daysBeforeMonth[month - 1] + leapDay + day - 1
  }

  /// Days since the first day of year 1, a Monday.
  var days: Int { Int(ticks / Self.ticksPerDay) }
  /// 0 for Sunday.
  var weekday: Int { (days + 1) % 7 }
  var ticksOfDay: Int64 { ticks % Self.ticksPerDay }
  var hour: Int { Int(ticksOfDay / Self.ticksPerSecond / 3600) }
  var minute: Int { Int(ticksOfDay / Self.ticksPerSecond / 60 % 60) }
  var second: Int { Int(ticksOfDay / Self.ticksPerSecond % 60) }
  var fraction: Int64 { ticks % Self.ticksPerSecond }

  var date: (year: Int, month: Int, day: Int) {
    var rest = days
    // Eras of 400, 100, 4 and 1 years; the last century and the last year of an era are a day longer.
    var year = rest / 146_097 * 400 + 1
    rest %= 146_097
    let centuries = min(rest / 36_524, 3)
    rest -= centuries * 36_524
    year += centuries * 100 + rest / 1461 * 4
    rest %= 1461
    let years = min(rest / 365, 3)
    year += years
    rest -= years * 365
    var month = 1
    while month < 12, rest >= Self.days(inMonth: month, of: year) {
      rest -= Self.days(inMonth: month, of: year)
      month += 1
    }
    return (year, month, rest + 1)
  }
}
