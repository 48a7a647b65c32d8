public import JSONTape

/// An object of the source with all that is known of it: the full image that every change is computed on.
public struct SourceObject: Sendable, Hashable {
  public var key: SourceKey
  /// By the source's own names, flat: `userPrincipalName`, `accountEnabled`, `appRoleAssignments`.
  ///
  /// An attribute without a value is absent. A SCIM source's names are paths, such as `name.givenName`.
  public var attributes: JSONObject
  /// The ids of the objects it points to, by attribute: `manager`, `members`; ordered, without repetition.
  public var references: [String: [String]]
  /// Whether it lies in the source's recycle bin.
  public var isSoftDeleted: Bool

  public init(
    key: SourceKey, attributes: JSONObject, references: [String: [String]] = [:], isSoftDeleted: Bool = false
  ) {
    self.key = key
    self.attributes = attributes
    self.references = references
    self.isSoftDeleted = isSoftDeleted
  }
}
