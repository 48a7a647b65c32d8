public import JSONTape

/// Reads the body of a POST or PUT (RFC 7644 §3.3 and §3.5.1).
public enum ResourceReader {
  /// The resource that the body states.
  ///
  /// Unknown attributes and schemas and readOnly attributes are ignored and recorded. A password is
  /// noted, never kept. A user is active unless the body says otherwise.
  ///
  /// - Parameter present: the image that a PUT replaces. Attributes absent from the body are cleared,
  ///   except immutable ones, which keep their value and must match where given, and `active`, which
  ///   keeps its value: leaving it out must not bring a deactivated user back.
  /// - Throws: `invalidSyntax` when the body is no object; `invalidValue` naming a required attribute
  ///   that is missing or a value of the wrong type; `mutability` for a changed immutable attribute.
  public static func read(
    _ body: JSONValue, as type: ResourceType, replacing present: JSONObject? = nil
  ) throws(SCIMError) -> ReadResource {
    guard case .object(let object) = body else {
      throw .invalidSyntax(
        "The body takes a JSON object with a \(type.name), but \(AttributeReader.kind(of: body)) was given")
    }
    var assembly = ResourceAssembly(type: type)
    for member in object.members {
      try assembly.take(member)
    }
    return try assembly.finish(replacing: present)
  }
}
