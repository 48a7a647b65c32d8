public import JSONTape

/// What a mapping wants an attribute of the target to be.
public struct TargetValue: Sendable, Hashable {
  public var path: TargetPath
  /// Nil clears the attribute.
  public var value: JSONValue?
  /// Whether strings that differ only in case are different values (RFC 7643 §2.2).
  public var isCaseExact: Bool
  /// Whether the attribute as a whole is a set of values, of which order and repetition mean nothing.
  public var isMultivalued: Bool
  /// Values are added and single values replaced, but nothing is taken away that the target has.
  public var addsOnly: Bool
  /// The value is given only to an attribute that has none.
  public var setsOnlyIfEmpty: Bool
  /// The value must not be shown in logs.
  public var isRedacted: Bool
  /// The target never returns it, as a password: it can't be compared, so it is sent on creation only, or on
  /// each update where `flowsAlways` is set.
  public var isWriteOnly: Bool
  /// Of matter for write-only attributes alone: what can be compared is sent exactly when it differs.
  public var flowsAlways: Bool

  public init(
    path: TargetPath, value: JSONValue?, isCaseExact: Bool = false, isMultivalued: Bool = false,
    addsOnly: Bool = false, setsOnlyIfEmpty: Bool = false, isRedacted: Bool = false,
    isWriteOnly: Bool = false, flowsAlways: Bool = false
  ) {
    self.path = path
    self.value = value
    self.isCaseExact = isCaseExact
    self.isMultivalued = isMultivalued
    self.addsOnly = addsOnly
    self.setsOnlyIfEmpty = setsOnlyIfEmpty
    self.isRedacted = isRedacted
    self.isWriteOnly = isWriteOnly
    self.flowsAlways = flowsAlways
  }
}
