public import JSONTape

/// A POST or PUT body as understood: what is to be stored, what is kept apart, what was tolerated.
public struct ReadResource: Sendable {
  /// `schemas` and the attributes a client may set, under canonical names, in the order given.
  public var image: JSONObject
  /// The members given; nil when the body has no `members`.
  public var members: [GroupMember]?
  /// Whether a password was given; the password itself is not kept.
  public var passwordGiven: Bool
  public var externalID: String?
  public var userName: String?
  public var displayName: String?
  public var active: Bool?
  public var tolerances: [Tolerance]

  public init(
    image: JSONObject, members: [GroupMember]? = nil, passwordGiven: Bool = false,
    tolerances: [Tolerance] = []
  ) {
    self.image = image
    self.members = members
    self.passwordGiven = passwordGiven
    self.externalID = image["externalId"]?.stringValue
    self.userName = image["userName"]?.stringValue
    self.displayName = image["displayName"]?.stringValue
    self.active = image["active"]?.boolValue
    self.tolerances = tolerances
  }
}
