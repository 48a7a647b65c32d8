public import JSONTape

extension Discovery {
  /// The `Schema` documents (RFC 7643 §7) of the types' schemas and extensions, each once, then those
  /// of the time travel and of the discovery documents themselves.
  public static func schemas(
    baseURL: String, types: [ResourceType] = ResourceType.standard
  ) -> [JSONObject] {
    var seen: Set<String> = []
    return (types.flatMap(\.schemas) + Schema.ledger + Schema.discovery)
      .filter { seen.insert($0.id).inserted }
      .map { document($0, baseURL: baseURL) }
  }

  private static func document(_ schema: Schema, baseURL: String) -> JSONObject {
    var result = JSONObject()
    result["schemas"] = [.string(SchemaURI.schema)]
    result["id"] = .string(schema.id)
    result["name"] = .string(schema.name)
    result["description"] = .string(schema.description)
    result["attributes"] = .array(schema.attributes.map(render))
    result["meta"] = meta("Schema", location: "\(baseURL)/Schemas/\(schema.id)")
    return result
  }

  private static func render(_ attribute: Attribute) -> JSONValue {
    func texts(_ list: [String]) -> JSONValue? {
      list.isEmpty ? nil : .array(list.map { .string($0) })
    }
    var result = JSONObject()
    result["name"] = .string(attribute.name)
    result["type"] = .string(attribute.type.rawValue)
    result["multiValued"] = .bool(attribute.multiValued)
    result["description"] = .string(attribute.description)
    result["required"] = .bool(attribute.required)
    result["canonicalValues"] = texts(attribute.canonicalValues)
    result["caseExact"] = .bool(attribute.caseExact)
    result["mutability"] = .string(attribute.mutability.rawValue)
    result["returned"] = .string(attribute.returned.rawValue)
    result["uniqueness"] = .string(attribute.uniqueness.rawValue)
    result["referenceTypes"] = texts(attribute.referenceTypes)
    if attribute.type == .complex {
      result["subAttributes"] = .array(attribute.subAttributes.map(render))
    }
    return .object(result)
  }
}
