import Synchronization

/// A clock that stands still until it is told otherwise.
public final class SettableTime: Sendable {
  private let microseconds: Mutex<Int64>

  /// - Parameter microseconds: Since 1970 UTC.
  public init(_ microseconds: Int64) { self.microseconds = Mutex(microseconds) }

  public var value: Int64 { microseconds.withLock { $0 } }

  public func advance(seconds: Int64) {
    microseconds.withLock { $0 &+= seconds &* 1_000_000 }
  }
}
