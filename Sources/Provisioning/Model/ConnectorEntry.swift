/// What a job knows of one source object: its image, and the account it stands for in the target.
public struct ConnectorEntry: Sendable, Hashable {
  public var object: SourceObject
  /// The account it is linked to; nil while there is none.
  public var link: Link?
  /// What must happen at the next opportunity; nil when nothing is due.
  public var due: Due?

  /// The tie between a source object and a resource of the target.
  public struct Link: Sendable, Hashable {
    /// The target's id of the resource: the anchor of all later operations.
    public var targetID: String
    /// Whether this job disabled it when the object left scope or was soft-deleted.
    public var isDisabled: Bool

    public init(targetID: String, isDisabled: Bool = false) {
      self.targetID = targetID
      self.isDisabled = isDisabled
    }
  }

  /// Why an object is to be processed.
  public struct Due: Sendable, Hashable {
    /// The object itself: scope, matching, mapping, export.
    public var object: Bool
    /// Only its references.
    public var references: Bool
    /// It is gone from the source for ever.
    public var isDeleted: Bool
    /// An administrator let its staged deletion through.
    public var isDeletionAllowed: Bool
    /// A create was sent, and whether the target did it is not known: there may be an account without a link.
    public var mayExist: Bool

    public init(
      object: Bool = false, references: Bool = false, isDeleted: Bool = false,
      isDeletionAllowed: Bool = false, mayExist: Bool = false
    ) {
      self.object = object
      self.references = references
      self.isDeleted = isDeleted
      self.isDeletionAllowed = isDeletionAllowed
      self.mayExist = mayExist
    }
  }

  public init(object: SourceObject, link: Link? = nil, due: Due? = nil) {
    self.object = object
    self.link = link
    self.due = due
  }
}
