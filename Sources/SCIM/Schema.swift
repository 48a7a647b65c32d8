/// A schema: a URI and the attributes it defines (RFC 7643 §7).
public struct Schema: Sendable, Hashable {
  public var id: String
  public var name: String
  public var description: String
  public var attributes: [Attribute]

  public init(id: String, name: String, description: String, attributes: [Attribute]) {
    self.id = id
    self.name = name
    self.description = description
    self.attributes = attributes
  }

  /// The attribute of this name, compared without regard to case (RFC 7643 §2.1).
  public func attribute(named name: String) -> Attribute? {
    // By index, since to go through values is to copy each.
    attributes.indices.first { attributes[$0].name.equalsIgnoringASCIICase(name) }.map { attributes[$0] }
  }
}
