public import JSONTape

/// An object as a change of the source leaves it, before anything is compared with what is stored.
public struct SourceImage: Sendable, Hashable {
  public var key: SourceKey
  public var kind: SourceImported.Change
  /// All attributes that are kept.
  public var attributes: JSONObject
  public var isSoftDeleted: Bool
  /// The whole of the small reference attributes.
  public var references: [String: [String]]
  /// How the large ones changed.
  public var referenceChanges: [String: ReferenceDelta]

  public init(
    key: SourceKey, kind: SourceImported.Change, attributes: JSONObject, isSoftDeleted: Bool = false,
    references: [String: [String]] = [:], referenceChanges: [String: ReferenceDelta] = [:]
  ) {
    self.key = key
    self.kind = kind
    self.attributes = attributes
    self.isSoftDeleted = isSoftDeleted
    self.references = references
    self.referenceChanges = referenceChanges
  }

  /// The image that an event holds; its attributes must be in clear.
  public init(_ facts: SourceImported, of key: SourceKey) {
    self.init(
      key: key, kind: facts.change, attributes: facts.attributes, isSoftDeleted: facts.isSoftDeleted,
      references: facts.references, referenceChanges: facts.referenceChanges)
  }
}
