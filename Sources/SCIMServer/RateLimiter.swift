import ScimLedger
import Synchronization

/// Counts requests for each credential: a token bucket that fills at the limit's rate.
final class RateLimiter: Sendable {
  private struct Bucket: Sendable {
    /// How many requests may come now, in parts of one.
    var level: Double
    var updated: ContinuousClock.Instant
    var limit: RateLimit

    mutating func fill(until now: ContinuousClock.Instant) {
      let passed = max(0, Double(microseconds: updated.duration(to: now)) / 1_000_000)
      level = min(Double(limit.burst), level + passed * Double(limit.requestsPerSecond))
      updated = max(updated, now)
    }
  }

  private let buckets = Mutex<[Identifier: Bucket]>([:])
  /// More buckets than this call for a look at which are full, and so as good as none.
  private static let sweepAt = 10_000

  /// Lets a request pass, or says how long its client should wait.
  func wait(
    for credential: Identifier, within limit: RateLimit, at now: ContinuousClock.Instant = .now
  ) -> Duration? {
    buckets.withLock { buckets in
      if buckets.count > RateLimiter.sweepAt {
        buckets = buckets.filter { _, bucket in
          var bucket = bucket
          bucket.fill(until: now)
          return bucket.level < Double(bucket.limit.burst)
        }
      }
      var bucket = buckets[credential] ?? Bucket(level: Double(limit.burst), updated: now, limit: limit)
      bucket.limit = limit
      bucket.fill(until: now)
      defer { buckets[credential] = bucket }
      guard bucket.level < 1 else {
        bucket.level -= 1
        return nil
      }
      return .seconds((1 - bucket.level) / Double(limit.requestsPerSecond))
    }
  }
}

extension Double {
  fileprivate init(microseconds duration: Duration) {
    self = duration.milliseconds * 1000
  }
}
