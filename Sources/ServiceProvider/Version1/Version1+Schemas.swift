import JSONTape
import SCIM

extension Version1 {
  /// The documents at `/Schemas`: one for each resource type, its extensions' attributes among its own
  /// (SCIM 1.1 core schema §10).
  static func schemas(of types: [ResourceType], baseURL: String) -> [JSONObject] {
    types.map { document(of: $0, baseURL: baseURL) }
  }

  /// The type that a name at `/Schemas/{name}` means: its document's id, its own name or its endpoint's. The
  /// core and the enterprise URN alone mean the user's.
  static func type(named name: String, in types: [ResourceType]) -> ResourceType? {
    let users = [
      SchemaURI.version1Core, SchemaURI.version1Enterprise, "\(SchemaURI.version1Enterprise):User",
    ]
    let isUser = users.contains { name.equalsIgnoringASCIICase($0) }
    return types.first { type in
      [schemaID(of: type), type.name, String(type.endpoint.dropFirst()), type.schema.id].contains {
        name.equalsIgnoringASCIICase($0)
      } || (isUser && type.name == ResourceType.user.name)
    }
  }

  private static func document(of type: ResourceType, baseURL: String) -> JSONObject {
    let core = [CommonAttributes.id, CommonAttributes.externalId, CommonAttributes.meta]
    var attributes = (core + type.schema.attributes).map { render($0, in: schema(type.schema.id)) }
    for candidate in type.extensions {
      attributes += candidate.schema.attributes.map { render($0, in: schema(candidate.schema.id)) }
    }
    return [
      "schemas": [.string(SchemaURI.version1Core)], "id": .string(schemaID(of: type)),
      "name": .string(type.name), "description": .string(type.description),
      "schema": .string(schema(type.schema.id)), "endpoint": .string(type.endpoint),
      "attributes": .array(attributes),
      "meta": ["location": .string("\(baseURL)/Schemas/\(schemaID(of: type))")],
    ]
  }

  private static func render(_ attribute: Attribute, in schema: String) -> JSONValue {
    var result = part(attribute)
    result["multiValued"] = .bool(attribute.multiValued)
    if attribute.multiValued {
      result["multiValuedAttributeChildName"] = .string(singular(of: attribute.name))
    }
    result["schema"] = .string(schema)
    if attribute.type == .complex {
      result["subAttributes"] = .array(subAttributes(of: attribute).map { .object(part($0)) })
    }
    return .object(result)
  }

  /// What 1.1 says of attributes and sub-attributes alike.
  private static func part(_ attribute: Attribute) -> JSONObject {
    var result: JSONObject = [
      "name": .string(attribute.name), "type": .string(type(attribute.type)),
      "description": .string(attribute.description),
      "readOnly": .bool(attribute.mutability == .readOnly), "required": .bool(attribute.required),
      "caseExact": .bool(attribute.caseExact),
    ]
    if !attribute.canonicalValues.isEmpty {
      result["canonicalValues"] = .array(attribute.canonicalValues.map { .string($0) })
    }
    return result
  }

  private static func subAttributes(of attribute: Attribute) -> [Attribute] {
    var shown = attribute.subAttributes.filter { $0.name != "$ref" }
    if attribute.name == "manager" {
      shown = shown.map { sub in
        var sub = sub
        if sub.name == "value" { sub.name = "managerId" }
        return sub
      }
    }
    if attribute.name == CommonAttributes.meta.name { shown.removeAll { $0.name == "resourceType" } }
    return shown
  }

  /// 1.1 knows no references.
  private static func type(_ type: Attribute.DataType) -> String {
    type == .reference ? Attribute.DataType.string.rawValue : type.rawValue
  }

  private static func singular(of name: String) -> String {
    if name.hasSuffix("sses") { return String(name.dropLast(2)) }
    return name.hasSuffix("s") ? String(name.dropLast()) : name
  }
}
