public import JSONTape

/// What the source says of one object: all of it, a part that changed, or that it is gone.
public struct SourceChange: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Every attribute and reference is there; what is missing has no value.
    case full
    /// Only what changed; an attribute that is JSON null lost its value. An object comes out of the recycle bin
    /// where `isSoftDeleted` is false in it, or by `full`.
    case partial
    /// It went to the recycle bin.
    case softDeleted
    /// It is gone for ever.
    case deleted
  }

  public var key: SourceKey
  public var kind: Kind
  public var attributes: JSONObject
  /// By attribute: `manager`, `members`.
  public var references: [String: ReferenceChange]

  public init(
    key: SourceKey, kind: Kind, attributes: JSONObject = [:], references: [String: ReferenceChange] = [:]
  ) {
    self.key = key
    self.kind = kind
    self.attributes = attributes
    self.references = references
  }
}

/// How an object's references in one attribute changed.
public enum ReferenceChange: Sendable, Hashable {
  /// These and no others.
  case all([String])
  /// The removed go first, then the added come.
  case delta(added: [String], removed: [String])
}
