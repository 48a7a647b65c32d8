extension JSONValue {
  /// Reads `bytes` as one JSON text (RFC 8259), strictly and within `limits`.
  public init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
    self.init(try JSONDocument(parsing: bytes, limits: limits).root)
  }

  /// Decodes a value of a document with everything in it.
  public init(_ node: JSONNode) {
    switch node.kind {
    case .null: self = .null
    case .bool: self = .bool(node.bool == true)
    case .number: self = node.number.map(JSONValue.number) ?? .null
    case .string: self = .string(node.storage.string(at: node.index))
    case .array:
      var elements: [JSONValue] = []
      elements.reserveCapacity(node.count)
      for element in node.elements { elements.append(JSONValue(element)) }
      self = .array(elements)
    case .object:
      var members: [JSONObject.Member] = []
      members.reserveCapacity(node.count)
      for member in node.members {
        members.append(JSONObject.Member(name: member.name, value: JSONValue(member.value)))
      }
      self = .object(JSONObject(unique: members))
    }
  }
}
