import FoundationEssentials

/// The value of a `Retry-After` header (RFC 9110 §10.2.3).
enum RetryAfter {
  /// A year: what is longer is a mistake of the server's.
  private static let longest = 31_536_000

  /// Seconds to wait, or nil for what is neither a number nor a date.
  ///
  /// - Parameter answeredAt: The answer's `Date`, which a date is counted from, so that clocks that differ do
  ///   no harm; this machine's clock where it is nil.
  static func seconds(_ text: String, answeredAt: String?) -> Int? {
    let text = text.trimmingBlanks
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(Int(text) ?? longest, longest)
    }
    guard let date = HTTPDate.seconds(text) else { return nil }
    let now = answeredAt.flatMap(HTTPDate.seconds(_:)) ?? Int(Date().timeIntervalSince1970)
    return min(max(0, date - now), longest)
  }
}

/// A date as HTTP writes it (RFC 9110 §5.6.7).
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Seconds since 1970-01-01 UTC, from the preferred form or one of the two obsolete ones.
  static func seconds(_ text: String) -> Int? {
    let words = text.split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init)
    // Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT · Sun Nov  6 08:49:37 1994
    switch words.count {
    case 6: return words[5] == "GMT" ? seconds(words[1], words[2], words[3], words[4]) : nil
    case 5: return seconds(words[2], words[1], words[4], words[3])
    default: return nil
    }
  }

  private static func seconds(_ day: String, _ month: String, _ year: String, _ time: String) -> Int? {
    let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard let day = Int(day), (1...31).contains(day), let month = months.firstIndex(of: month),
      var year = Int(year), (0...9999).contains(year), clock.count == 3,
      let hour = clock[0], (0...23).contains(hour), let minute = clock[1], (0...59).contains(minute),
      let second = clock[2], (0...60).contains(second)
    else { return nil }
    if year < 100 { year += year < 70 ? 2000 : 1900 }
    return days(year, month + 1, day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// Days since 1970-01-01 in the Gregorian calendar; years start in March, so that leap days come last.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension String {
  /// The text without the blanks around it.
  var trimmingBlanks: String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = drop(while: isBlank)
    guard let end = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...end])
  }
}
