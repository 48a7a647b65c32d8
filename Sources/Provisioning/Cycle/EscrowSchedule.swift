/// When a failed object is tried again: after hours that grow, then once a day, and after four weeks no more.
public struct EscrowSchedule: Sendable, Hashable {
  /// The waits after the first failures, in hours; the last step is repeated every 24 hours.
  public var hours: [Int]
  /// After this many days the escrow is given up.
  public var days: Int

  public init(hours: [Int] = [6, 12, 24], days: Int = 28) {
    self.hours = hours
    self.days = days
  }

  private static let hour: Int64 = 3_600_000_000

  /// When to try again after a number of failures; nil when it is given up.
  ///
  /// The waits are measured from the first failure: 6, 12 and 24 hours after it, then each day.
  ///
  /// - Parameters:
  ///   - failures: How often it has failed by now; at least 1.
  ///   - firstFailure: Microseconds since 1970-01-01 UTC, as is `now` and the result.
  public func nextAttempt(failures: Int, firstFailure: Int64, now: Int64) -> Int64? {
    let end = firstFailure &+ Int64(clamping: days) &* 24 &* EscrowSchedule.hour
    var next = firstFailure
    if failures >= 1, failures <= hours.count {
      next = firstFailure &+ Int64(clamping: hours[failures - 1]) &* EscrowSchedule.hour
    } else {
      let last = Int64(clamping: hours.last ?? 0)
      let dayCount = Int64(clamping: max(failures - hours.count, 1))
      next = firstFailure &+ (last &+ dayCount &* 24) &* EscrowSchedule.hour
    }
    // A job that stood still has missed some of its attempts; they are not made up for at once.
    if next <= now { next = now &+ 6 &* EscrowSchedule.hour }
    return next > end ? nil : next
  }
}
