public import JSONTape

/// What a PATCH makes of a resource.
public struct PatchResult: Sendable {
  /// The image afterwards; as it was where `changed` is false.
  public var image: JSONObject
  /// Whether the image differs from the one before. Whether `membersChanges` change anything is known only
  /// where the members are.
  public var changed: Bool
  public var membersChanges: [MembersChange]
  /// Whether a password was set. It is in no image.
  public var passwordGiven: Bool
  public var tolerances: [Tolerance]

  public init(
    image: JSONObject, changed: Bool, membersChanges: [MembersChange] = [], passwordGiven: Bool = false,
    tolerances: [Tolerance] = []
  ) {
    self.image = image
    self.changed = changed
    self.membersChanges = membersChanges
    self.passwordGiven = passwordGiven
    self.tolerances = tolerances
  }
}
