public import JSONTape

extension Discovery {
  /// The `ResourceType` documents (RFC 7643 §6), in the types' order.
  public static func resourceTypes(
    baseURL: String, types: [ResourceType] = ResourceType.standard
  ) -> [JSONObject] {
    types.map { type in
      var result = JSONObject()
      result["schemas"] = [.string(SchemaURI.resourceType)]
      result["id"] = .string(type.name)
      result["name"] = .string(type.name)
      result["endpoint"] = .string(type.endpoint)
      result["description"] = .string(type.description)
      result["schema"] = .string(type.schema.id)
      result["schemaExtensions"] = .array(
        type.extensions.map { ["schema": .string($0.schema.id), "required": .bool($0.required)] })
      result["meta"] = meta("ResourceType", location: "\(baseURL)/ResourceTypes/\(type.name.percentEncoded)")
      return result
    }
  }
}
