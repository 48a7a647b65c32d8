import LMDB

/// The time of events: the system's, but never twice the same nor earlier than before, so that positions
/// and times order events alike and time-ordered ids are appended.
public final class LedgerClock: Sendable {
  private let last: Locked<Int64>
  private let system: @Sendable () -> Int64

  /// - Parameters:
  ///   - last: The time of the log's last event, in microseconds since 1970 UTC.
  ///   - now: The system's time in the same unit.
  public init(after last: Int64, now: @escaping @Sendable () -> Int64) {
    self.last = Locked(last)
    system = now
  }

  /// The time without an event: the system's, but not before the last event's.
  public func now() -> Int64 {
    last.withLock { max(system(), $0) }
  }

  /// Microseconds since 1970 UTC.
  public func next() -> Int64 {
    last.withLock { last in
      last = max(system(), last &+ 1)
      return last
    }
  }

  /// The first of so many times, one microsecond after the other.
  func next(_ count: Int) -> Int64 {
    last.withLock { last in
      let first = max(system(), last &+ 1)
      last = first &+ Int64(max(count, 1)) &- 1
      return first
    }
  }
}
