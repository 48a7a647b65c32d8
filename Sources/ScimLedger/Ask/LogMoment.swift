import EventLog
import SCIM

/// A moment of the log as a text names it, before any log has been asked.
///
/// | text | moment |
/// |---|---|
/// | `17` | the event of that number |
/// | `head`, `now` | the last event |
/// | `2026-01-02T03:04:05Z`, `2026-01-02 03:04`, `2026-01-02` | an instant, in UTC where it names no offset |
/// | `90s`, `30m`, `2h`, `7d`, `1w` | so long ago |
/// | `today`, `yesterday` | the day's beginning in UTC |
/// | `cycle:ID`, `cycle:ID:start`, `cycle:ID:end` | a cycle as a whole, the moment before it, the moment after it |
/// | `-1`, `-2` | so many changes of one resource ago |
enum LogMoment: Equatable {
  enum CycleEdge: Equatable {
    case whole, start, end
  }

  case position(Position)
  case head
  case instant(DateTime)
  case back(microseconds: Int64)
  case day(back: Int64)
  case cycle(id: String, CycleEdge)
  case changesBack(Int)

  private static let cyclePrefix = "cycle:"

  init?(parsing text: String) {
    if text.hasPrefix("-") {
      guard let count = Int(text.dropFirst()), count >= 0 else { return nil }
      self = .changesBack(count)
    } else if let number = UInt64(text) {
      self = .position(Position(number))
    } else if text.hasPrefix(LogMoment.cyclePrefix) {
      let name = String(text.dropFirst(LogMoment.cyclePrefix.count))
      if name.hasSuffix(":start") {
        self = .cycle(id: String(name.dropLast(6)), .start)
      } else if name.hasSuffix(":end") {
        self = .cycle(id: String(name.dropLast(4)), .end)
      } else {
        self = .cycle(id: name, .whole)
      }
    } else if let back = LogMoment.microseconds(back: text) {
      self = .back(microseconds: back)
    } else if let instant = LogMoment.instant(text) {
      self = .instant(instant)
    } else {
      switch text.lowercased() {
      case "head", "now": self = .head
      case "today": self = .day(back: 0)
      case "yesterday": self = .day(back: 1)
      default: return nil
      }
    }
  }

  /// The instant that it names; nil for a moment that only a log can tell, and for one before all time.
  ///
  /// - Parameter now: Microseconds since 1970-01-01 UTC.
  func instant(now: Int64) -> DateTime? {
    switch self {
    case .instant(let instant): return instant
    case .back(let microseconds):
      let (time, overflows) = now.subtractingReportingOverflow(microseconds)
      return overflows ? nil : DateTime(microseconds: time)
    case .day(let back):
      let day: Int64 = 86_400_000_000
      return DateTime(microseconds: now - now % day - back * day)
    case .position, .head, .cycle, .changesBack: return nil
    }
  }

  /// An instant with or without seconds and offset, or a date.
  private static func instant(_ text: String) -> DateTime? {
    let spelled = text.replacing(" ", with: "T")
    let bare = spelled.hasSuffix("Z") ? String(spelled.dropLast()) : spelled
    for candidate in [spelled, bare + ":00Z", spelled + "T00:00:00Z"] {
      if let instant = DateTime(parsing: candidate) { return instant }
    }
    return nil
  }

  /// `2h` as microseconds.
  private static func microseconds(back text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0 else {
      return nil
    }
    let (microseconds, overflows) = count.multipliedReportingOverflow(by: unit * 1_000_000)
    return overflows ? nil : microseconds
  }
}
