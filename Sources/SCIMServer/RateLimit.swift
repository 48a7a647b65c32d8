/// How many requests a token may make: so many a second in the long run, and a burst at once.
public struct RateLimit: Sendable, Hashable {
  /// Entra ID needs 25 requests a second for each tenant, so no limit may be lower.
  public static let lowest = 25
  /// Far above what an identity provider sends; it keeps a client that has run wild from taking the server
  /// for itself.
  public static let standard = RateLimit(uncheckedRate: 5000, burst: 10_000)

  public let requestsPerSecond: Int
  public let burst: Int

  /// - Parameter burst: Two seconds' worth where nil.
  /// - Returns: nil for less than ``lowest`` a second, or a burst that is less than a second's worth.
  public init?(requestsPerSecond: Int, burst: Int? = nil) {
    guard (RateLimit.lowest...1_000_000_000).contains(requestsPerSecond) else { return nil }
    let burst = burst ?? requestsPerSecond * 2
    guard (requestsPerSecond...2_000_000_000).contains(burst) else { return nil }
    self.init(uncheckedRate: requestsPerSecond, burst: burst)
  }

  private init(uncheckedRate: Int, burst: Int) {
    requestsPerSecond = uncheckedRate
    self.burst = burst
  }
}
