import JSONTape
import SCIM

/// One resource of a file, or why there is none.
struct ImportedLine {
  enum Content {
    /// - Parameter name: What other lines call it: its `id` where it comes from, or `bulkId:` and its name.
    case resource(type: String, JSONObject, name: String?)
    case problem(SCIMError)
  }

  var line: Int
  /// Where the line begins, in bytes.
  var offset: UInt64
  /// Which of several in one line.
  var index: Int?
  var content: Content
  var text: [UInt8]

  /// A number that no other resource of the file has: each of several in one line takes a byte at least.
  var place: UInt64 { offset &+ UInt64(index ?? 0) }

  /// The resources that a JSON value of a file holds: itself, or those of a bulk request, a list or an array.
  static func lines(
    _ value: JSONValue, line: Int, offset: UInt64, text: [UInt8], type: String, registry: SchemaRegistry
  ) -> [ImportedLine] {
    func whole(_ content: Content) -> ImportedLine {
      ImportedLine(line: line, offset: offset, content: content, text: text)
    }
    func each(_ values: [JSONValue], _ content: (JSONValue) -> Content) -> [ImportedLine] {
      values.enumerated().map { index, value in
        ImportedLine(
          line: line, offset: offset, index: index, content: content(value), text: value.serialized())
      }
    }
    func resource(_ value: JSONValue) -> Content { Self.resource(value, type: type, registry) }
    if let values = value.arrayValue { return each(values, resource) }
    guard let object = value.objectValue else { return [whole(resource(value))] }
    if object.names(message: "BulkRequest") {
      guard let values = object.firstIgnoringCase("Operations")?.value.arrayValue else {
        return [whole(.problem(.invalidSyntax("The bulk request has no list Operations.")))]
      }
      return each(values) { operation($0, registry) }
    }
    if object.names(message: "ListResponse") {
      return each(object.firstIgnoringCase("Resources")?.value.arrayValue ?? [], resource)
    }
    return [whole(resource(value))]
  }

  /// - Parameter type: The type where the value names none.
  private static func resource(_ value: JSONValue, type: String, _ registry: SchemaRegistry) -> Content {
    guard let object = value.objectValue else {
      return .problem(.invalidSyntax("A JSON object is expected, a User or a Group."))
    }
    let name = object.firstIgnoringCase("id")?.value.stringValue
    let schemas = object.firstIgnoringCase("schemas")?.value.arrayValue?.compactMap(\.stringValue) ?? []
    if let found = registry.types.first(where: { type in
      schemas.contains { $0.equalsIgnoringASCIICase(type.schema.id) }
    }) {
      return .resource(type: found.name, object, name: name)
    }
    let meta = object.firstIgnoringCase("meta")?.value.objectValue
    guard
      let stated = meta?.firstIgnoringCase("resourceType")?.value.stringValue
        ?? (schemas.isEmpty ? type : nil)
    else {
      return .problem(
        .invalidValue(
          "Its schemas name no resource type here; a User has \(ResourceType.user.schema.id) there."))
    }
    guard let found = registry.type(named: stated) else {
      return .problem(.invalidValue("There is no resource type \(stated) here."))
    }
    return .resource(type: found.name, object, name: name)
  }

  private static func operation(_ value: JSONValue, _ registry: SchemaRegistry) -> Content {
    guard let object = value.objectValue else {
      return .problem(.invalidSyntax("An operation of a bulk request is a JSON object."))
    }
    let method = object.firstIgnoringCase("method")?.value.stringValue ?? ""
    let path = object.firstIgnoringCase("path")?.value.stringValue ?? ""
    guard method.equalsIgnoringASCIICase("POST") else {
      return .problem(
        .invalidValue(
          "Only POST operations are imported, and this is \(method.isEmpty ? "none" : method). Send it to /Bulk."
        ))
    }
    let endpoint = path.split(separator: "/").last.map(String.init) ?? ""
    guard let type = registry.type(endpoint: endpoint) else {
      return .problem(.invalidPath("The path \(path) is no endpoint of a resource type, such as /Users."))
    }
    guard let data = object.firstIgnoringCase("data")?.value.objectValue else {
      return .problem(.invalidSyntax("The operation has no object data."))
    }
    let bulkID = object.firstIgnoringCase("bulkId")?.value.stringValue
    return .resource(type: type.name, data, name: bulkID.map { "bulkId:" + $0 })
  }
}

extension JSONObject {
  /// Whether its schemas name a message of the protocol.
  fileprivate func names(message: String) -> Bool {
    let uri = "urn:ietf:params:scim:api:messages:2.0:" + message
    return firstIgnoringCase("schemas")?.value.arrayValue?
      .contains { $0.stringValue?.equalsIgnoringASCIICase(uri) ?? false } ?? false
  }
}
