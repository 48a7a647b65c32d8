import JSONTape

extension PatchState {
  /// The attribute's value in the image, whatever sub-attribute the path has.
  func stored(_ path: ResolvedPath) -> JSONValue? {
    path.isExtension
      ? image[path.schema]?.objectValue?[path.attribute.name] : image[path.attribute.name]
  }

  func storedValues(_ path: ResolvedPath) -> [JSONValue] {
    stored(path)?.arrayValue ?? []
  }

  /// Puts a value of the attribute into the image; nil, an empty object or an empty array takes it out.
  mutating func store(_ value: JSONValue?, at path: ResolvedPath) {
    let value: JSONValue? =
      switch value {
      case .object(let object)? where object.isEmpty: nil
      case .array(let values)? where values.isEmpty: nil
      default: value
      }
    guard path.isExtension else {
      image[path.attribute.name] = value
      return
    }
    var object = image[path.schema]?.objectValue ?? JSONObject()
    object[path.attribute.name] = value
    store(object, inExtension: path.schema)
  }

  /// Keeps `schemas` in step: an extension is named there while it has attributes (RFC 7643 §3).
  mutating func store(_ object: JSONObject?, inExtension uri: String) {
    var schemas = image["schemas"]?.arrayValue ?? [.string(type.schema.id)]
    if let object, !object.isEmpty {
      image[uri] = .object(object)
      if !schemas.contains(.string(uri)) { schemas.append(.string(uri)) }
    } else {
      image[uri] = nil
      schemas.removeAll { $0 == .string(uri) }
    }
    image["schemas"] = .array(schemas)
  }

  mutating func read(
    _ value: JSONValue, as attribute: Attribute, at path: String
  ) throws(SCIMError) -> JSONValue? {
    try AttributeReader.read(value, as: attribute, at: path, tolerances: &tolerances)
  }
}
