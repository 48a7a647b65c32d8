/// What the evaluation of an object's mappings depends on besides the object.
public struct MappingContext: Sendable {
  /// The clock of `Now`: microseconds since 1970-01-01 UTC.
  public var now: Int64
  /// What random functions draw from; of this object, so that two objects get different values.
  public var seed: UInt64
  /// The value of `[IsSoftDeleted]`; see `ScopeEvaluation.isSoftDeleted`.
  public var isSoftDeleted: Bool
  /// Whether the target has no resource for the object yet.
  public var isCreation: Bool
  public var defaultDomain: String?
  /// Whether a value of a target attribute is taken there; nil while nobody has asked.
  public var isTaken: @Sendable (_ targetAttribute: String, _ candidate: String) -> Bool?

  public init(
    now: Int64, seed: UInt64, isSoftDeleted: Bool, isCreation: Bool, defaultDomain: String? = nil,
    isTaken: @escaping @Sendable (_ targetAttribute: String, _ candidate: String) -> Bool? = { _, _ in nil }
  ) {
    self.now = now
    self.seed = seed
    self.isSoftDeleted = isSoftDeleted
    self.isCreation = isCreation
    self.defaultDomain = defaultDomain
    self.isTaken = isTaken
  }
}
