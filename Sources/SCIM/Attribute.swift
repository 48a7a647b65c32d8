/// An attribute's definition with its characteristics (RFC 7643 §2.2 and §7).
public struct Attribute: Sendable, Hashable {
  public enum DataType: String, Sendable {
    case string, boolean, decimal, integer, dateTime, binary, reference, complex
  }
  public enum Mutability: String, Sendable { case readOnly, readWrite, immutable, writeOnly }
  public enum Returned: String, Sendable { case always, never, `default`, request }
  public enum Uniqueness: String, Sendable { case none, server, global }

  public var name: String
  public var type: DataType
  public var multiValued: Bool
  public var description: String
  public var required: Bool
  public var caseExact: Bool
  public var mutability: Mutability
  public var returned: Returned
  public var uniqueness: Uniqueness
  public var referenceTypes: [String]
  public var canonicalValues: [String]
  public var subAttributes: [Attribute]

  public init(
    name: String, type: DataType = .string, multiValued: Bool = false, description: String = "",
    required: Bool = false, caseExact: Bool = false, mutability: Mutability = .readWrite,
    returned: Returned = .default, uniqueness: Uniqueness = .none, referenceTypes: [String] = [],
    canonicalValues: [String] = [], subAttributes: [Attribute] = []
  ) {
    self.name = name
    self.type = type
    self.multiValued = multiValued
    self.description = description
    self.required = required
    self.caseExact = caseExact
    self.mutability = mutability
    self.returned = returned
    self.uniqueness = uniqueness
    self.referenceTypes = referenceTypes
    self.canonicalValues = canonicalValues
    self.subAttributes = subAttributes
  }

  /// Whether its values are taken and not kept, since nothing may return them (RFC 7643 §7).
  var isSecret: Bool { mutability == .writeOnly || returned == .never }

  /// The sub-attribute of this name, compared without regard to case (RFC 7643 §2.1).
  public func subAttribute(named name: String) -> Attribute? {
    // By index, since to go through values is to copy each.
    subAttributes.indices.first { subAttributes[$0].name.equalsIgnoringASCIICase(name) }
      .map { subAttributes[$0] }
  }
}
