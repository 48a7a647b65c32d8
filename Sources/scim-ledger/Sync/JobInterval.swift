import ArgumentParser

/// The time from the start of a cycle to the start of the next: `90s`, `40m`, `1h`, or the job's own.
enum JobInterval: ExpressibleByArgument {
  case ofJob
  case seconds(Int)

  private static let week = 7 * 86_400

  init?(argument: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()), count > 0,
      count <= Self.week / unit
    else { return nil }
    self = .seconds(count * unit)
  }

  var defaultValueDescription: String { "the job's interval" }

  /// `40 minutes`, `1 hour`, `90 seconds`.
  static func text(seconds: Int) -> String {
    for (size, unit) in [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
    where seconds % size == 0 && seconds >= size {
      let count = seconds / size
      return "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
    return "\(seconds) seconds"
  }
}
