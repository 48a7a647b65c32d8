/// The intervals of `DateAdd` and `DateDiff`, with their names in Visual Basic.
enum DateInterval: String, Sendable, CaseIterable {
  case year = "yyyy"
  case month = "m"
  case day = "d"
  case week = "ww"
  case hour = "h"
  case minute = "n"
  case second = "s"

  static let expected = "one of " + allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")

  /// Seconds of an interval that is always as long.
  private var seconds: Int64? {
    switch self {
    case .year, .month: nil
    case .day: 86_400
    case .week: 604_800
    case .hour: 3600
    case .minute: 60
    case .second: 1
    }
  }

  /// `date` so many intervals later; a day that the month does not have becomes its last. `nil` outside the
  /// years 1 to 9999.
  func adding(_ count: Int64, to date: DateTime) -> DateTime? {
    if let seconds {
      let (span, overflowed) = count.multipliedReportingOverflow(by: seconds * DateTime.ticksPerSecond)
      let (ticks, overflowedAgain) = date.ticks.addingReportingOverflow(span)
      return overflowed || overflowedAgain ? nil : DateTime(ticks: ticks, namesZone: date.namesZone)
    }
    guard count.magnitude <= 120_000 else { return nil }
    let (year, month, day) = date.date
    let months = year * 12 + month - 1 + Int(count) * (self == .year ? 12 : 1)
    guard months >= 12 else { return nil }
    let target = (year: months / 12, month: months % 12 + 1)
    let last = DateTime.days(inMonth: target.month, of: target.year)
    guard let start = DateTime(year: target.year, month: target.month, day: min(day, last)) else {
      return nil
    }
    return DateTime(ticks: start.ticks + date.ticksOfDay, namesZone: date.namesZone)
  }

  /// How many intervals `later` is after `earlier`, as Visual Basic counts: years and months by the calendar,
  /// weeks by their Sundays, all else by the time between, cut to a whole number.
  func difference(from earlier: DateTime, to later: DateTime) -> Int64 {
    switch self {
    case .year: return Int64(later.date.year - earlier.date.year)
    case .month:
      let (from, to) = (earlier.date, later.date)
      return Int64((to.year - from.year) * 12 + to.month - from.month)
    case .week:
      return Int64((later.days - later.weekday) - (earlier.days - earlier.weekday)) / 7
    default:
      return (later.ticks - earlier.ticks) / ((seconds ?? 1) * DateTime.ticksPerSecond)
    }
  }
}
