/// An attribute path found in a resource type: the attribute it means and where that is defined.
public struct ResolvedPath: Sendable, Hashable, CustomStringConvertible {
  /// The URI of the schema that defines the attribute; for `id`, `externalId`, `meta` and `schemas`
  /// that of the resource type.
  public var schema: String
  /// Whether the attribute is kept in the object of its extension.
  public var isExtension: Bool
  public var attribute: Attribute
  public var subAttribute: Attribute?
  /// Whether an extension's attribute was named without its schema, as Entra ID's `manager` is.
  public var isBareExtensionName: Bool

  public init(
    schema: String, isExtension: Bool, attribute: Attribute, subAttribute: Attribute? = nil,
    isBareExtensionName: Bool = false
  ) {
    self.schema = schema
    self.isExtension = isExtension
    self.attribute = attribute
    self.subAttribute = subAttribute
    self.isBareExtensionName = isBareExtensionName
  }

  /// The path in canonical spelling; extension attributes with their schema.
  public var description: String {
    attributeDescription + (subAttribute.map { ".\($0.name)" } ?? "")
  }

  /// The path without its sub-attribute.
  var attributeDescription: String {
    (isExtension ? "\(schema):" : "") + attribute.name
  }

  func withSubAttribute(_ subAttribute: Attribute?) -> ResolvedPath {
    var path = self
    path.subAttribute = subAttribute
    return path
  }
}

extension AttributePath {
  /// The attribute this path means in a resource type, or nil if the type has none such.
  ///
  /// Names and schema URIs are compared without regard to case (RFC 7643 §2.1). An extension's
  /// attribute is also found by its bare name where the core schema has no such name.
  public func resolved(in type: ResourceType) -> ResolvedPath? {
    guard let found = attribute(in: type) else { return nil }
    guard let subName else { return found }
    return found.attribute.subAttribute(named: subName).map { found.withSubAttribute($0) }
  }

  private func attribute(in type: ResourceType) -> ResolvedPath? {
    if let schema {
      if schema.equalsIgnoringASCIICase(type.schema.id) { return coreAttribute(in: type) }
      return type.extensionSchema(schema).flatMap { found in
        found.attribute(named: name).map {
          ResolvedPath(schema: found.id, isExtension: true, attribute: $0)
        }
      }
    }
    if let core = coreAttribute(in: type) { return core }
    for candidate in type.extensions {
      if let attribute = candidate.schema.attribute(named: name) {
        return ResolvedPath(
          schema: candidate.schema.id, isExtension: true, attribute: attribute, isBareExtensionName: true)
      }
    }
    return nil
  }

  private func coreAttribute(in type: ResourceType) -> ResolvedPath? {
    let attribute = type.schema.attribute(named: name) ?? CommonAttributes.attribute(named: name)
    return attribute.map { ResolvedPath(schema: type.schema.id, isExtension: false, attribute: $0) }
  }
}
