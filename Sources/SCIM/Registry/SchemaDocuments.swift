public import JSONTape

/// Schemas and resource types as JSON documents (RFC 7643 §6, §7), in one object with `schemas` and
/// `resourceTypes`.
public struct SchemaDocuments: Sendable {
  public var schemas: [Schema]
  /// Each resolved against the schemas here and those that are known already.
  public var resourceTypes: [ResourceType]

  /// - Parameter registry: Whose schemas the resource types may use too.
  /// - Throws: `invalidValue` naming the place and what would be right.
  public init(_ document: JSONValue, registry: SchemaRegistry) throws(SCIMError) {
    guard let object = document.objectValue else {
      throw .invalidValue("the document must be an object with schemas and resourceTypes")
    }
    schemas = []
    for (index, value) in (object["schemas"]?.arrayValue ?? []).enumerated() {
      schemas.append(try Schema(document: value, at: "schemas[\(index)]"))
    }
    resourceTypes = []
    let known = schemas + registry.types.flatMap(\.schemas)
    for (index, value) in (object["resourceTypes"]?.arrayValue ?? []).enumerated() {
      resourceTypes.append(
        try ResourceType(document: value, at: "resourceTypes[\(index)]", schemas: known))
    }
    guard !resourceTypes.isEmpty else {
      throw .invalidValue("the document has no resourceTypes, so nothing would use its schemas")
    }
  }

  /// The registry with these resource types in it.
  public func registered(in registry: SchemaRegistry) throws(SCIMError) -> SchemaRegistry {
    var result = registry
    for type in resourceTypes { try result.register(type) }
    return result
  }
}

extension Schema {
  /// Reads a `Schema` document (RFC 7643 §7).
  ///
  /// - Parameter place: How errors name the document.
  public init(document: JSONValue, at place: String) throws(SCIMError) {
    guard let object = document.objectValue else { throw .invalidValue("\(place) must be an object") }
    guard let id = object["id"]?.stringValue, id.contains(":") else {
      throw .invalidValue("\(place).id must be the schema's URI")
    }
    var attributes: [Attribute] = []
    for (index, value) in (object["attributes"]?.arrayValue ?? []).enumerated() {
      attributes.append(try Attribute(document: value, at: "\(place).attributes[\(index)]", isSub: false))
    }
    self.init(
      id: id, name: object["name"]?.stringValue ?? id, description: object["description"]?.stringValue ?? "",
      attributes: attributes)
  }
}

extension ResourceType {
  /// Reads a `ResourceType` document (RFC 7643 §6).
  init(document: JSONValue, at place: String, schemas: [Schema]) throws(SCIMError) {
    guard let object = document.objectValue else { throw .invalidValue("\(place) must be an object") }
    guard let name = object["name"]?.stringValue, AttributeName.isValid(name) else {
      throw .invalidValue("\(place).name must be a name of letters and digits")
    }
    guard let endpoint = object["endpoint"]?.stringValue, endpoint.hasPrefix("/"),
      AttributeName.isValid(endpoint.dropFirst())
    else { throw .invalidValue("\(place).endpoint must be a slash and one path segment, such as /Devices") }
    func schema(_ value: JSONValue?, _ member: String) throws(SCIMError) -> Schema {
      guard let uri = value?.stringValue,
        let found = schemas.first(where: { $0.id.equalsIgnoringASCIICase(uri) })
      else {
        throw .invalidValue(
          "\(place).\(member) must be the id of a schema of this document or one known already")
      }
      return found
    }
    var extensions: [Extension] = []
    for (index, value) in (object["schemaExtensions"]?.arrayValue ?? []).enumerated() {
      extensions.append(
        Extension(
          schema: try schema(value.objectValue?["schema"], "schemaExtensions[\(index)].schema"),
          required: value.objectValue?["required"]?.boolValue ?? false))
    }
    self.init(
      name: name, endpoint: endpoint, description: object["description"]?.stringValue ?? "",
      schema: try schema(object["schema"], "schema"), extensions: extensions)
  }
}
