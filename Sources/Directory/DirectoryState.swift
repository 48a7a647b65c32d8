public import EventLog
public import SCIM

/// The directory as one snapshot shows it: all that deciding may look at.
///
/// It may live inside a transaction and so can't be kept.
public protocol DirectoryState: ~Escapable {
  /// The live User or Group with this id.
  func resource(_ id: Identifier) throws -> StoredResource?

  /// The live resource of a type with this id.
  func resource(_ id: Identifier, type: String) throws -> StoredResource?

  /// The ids of live resources of a type whose indexed attribute has this value, compared as the
  /// attribute is (RFC 7643 §2.2, caseExact).
  func identifiers(of type: String, where attribute: IndexedAttribute, equals value: String) throws
    -> [Identifier]

  /// The row of one member; nil if it is no member.
  func member(_ member: Identifier, of group: Identifier) throws -> GroupMember?

  /// Up to `limit` members of a group, in the order of their ids.
  func members(of group: Identifier, limit: Int) throws -> [GroupMember]

  /// The groups that hold this resource directly.
  func groups(of member: Identifier) throws -> [Identifier]
}

/// The attributes with an index, because clients match on them.
public enum IndexedAttribute: UInt8, Sendable, CaseIterable {
  case userName = 1
  case externalID = 2
  case displayName = 3
  case email = 4
  /// A string at the top level of a resource of another type than the standard's; the value holds the
  /// attribute's name too, see `IndexedValues.named(_:_:)`.
  case named = 5

  /// Whether two values that differ in letter case are different ones.
  public var caseExact: Bool { self == .externalID || self == .named }
}
