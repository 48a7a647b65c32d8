/// Everything outside an expression that its result depends on.
///
/// The same context gives the same result, always and everywhere: a replay that records `now`, `seed` and the
/// answers of `isTaken` sees what the first run saw.
public struct ExpressionContext: Sendable {
  /// The clock of `Now`: microseconds since 1970-01-01, UTC.
  public var now: Int64
  /// What `Guid` and `RandomString` draw from, by SplitMix64, in the order of their calls.
  public var seed: UInt64
  /// What `DefaultDomain` gives.
  public var defaultDomain: String?
  /// Whether a value is taken in the target, for `SelectUniqueValue`; `nil` when that is not known yet.
  public var isTaken: @Sendable (String) -> Bool?
  /// The source object's attribute of this name; `.null` when it has none.
  public var attribute: @Sendable (String) -> ExpressionValue

  public init(
    now: Int64, seed: UInt64, defaultDomain: String? = nil,
    isTaken: @escaping @Sendable (String) -> Bool? = { _ in nil },
    attribute: @escaping @Sendable (String) -> ExpressionValue
  ) {
    self.now = now
    self.seed = seed
    self.defaultDomain = defaultDomain
    self.isTaken = isTaken
    self.attribute = attribute
  }
}
