/// A point in time, to the microsecond, in UTC.
///
/// Read from xsd:dateTime (RFC 7643 §2.3.5), written as RFC 3339 with milliseconds.
public struct DateTime: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z; negative before.
  public var microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  public static func < (left: DateTime, right: DateTime) -> Bool {
    left.microseconds < right.microseconds
  }

  static let microsecondsPerSecond: Int64 = 1_000_000
  static let microsecondsPerDay: Int64 = 86_400 * microsecondsPerSecond
}
