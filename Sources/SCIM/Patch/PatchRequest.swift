public import JSONTape

/// The body of a PATCH: operations in their order (RFC 7644 §3.5.2).
public struct PatchRequest: Sendable {
  public var operations: [PatchOperation]
  /// What was tolerated in reading the body: `schemasMissing`, `operationCase`, `nameCase`,
  /// `arrayFromSingleValue`.
  public var tolerances: [Tolerance]
  /// Whether the request is written as Entra ID writes it: operations are named `Add`, `Replace` and
  /// `Remove`, or a value without a path has paths as keys. Such a client expects a replace through a
  /// value path to create the value where none matches.
  public var isEntraDialect: Bool
  /// The version by whose rules values are matched: 1.1 matches them by `value` alone where that is unique,
  /// and names the values to be removed beside the path.
  public var version: ProtocolVersion

  public init(
    operations: [PatchOperation], tolerances: [Tolerance] = [], isEntraDialect: Bool = false,
    version: ProtocolVersion = .v2
  ) {
    self.operations = operations
    self.tolerances = tolerances
    self.isEntraDialect = isEntraDialect
    self.version = version
  }

  /// Reads a body for a resource of the type.
  ///
  /// Throws `invalidSyntax` where the body is no PatchOp message, `invalidPath` or `invalidFilter` for a
  /// path that can't be read, `noTarget` for a remove without a path and `invalidValue` for an operation
  /// that lacks its value. Errors name the operation: `Operations[1].path`.
  public init(_ body: JSONValue, type: ResourceType) throws(SCIMError) {
    guard case .object(let message) = body else {
      throw .invalidSyntax("A PATCH has an object with schemas and Operations as its body (RFC 7644 §3.5.2)")
    }
    self.init(operations: [])
    try checkSchemas(message.firstIgnoringCase("schemas")?.value)
    guard let member = message.firstIgnoringCase("Operations") else {
      throw .invalidSyntax("The PATCH has no Operations; one or more are required (RFC 7644 §3.5.2)")
    }
    AttributeReader.noteCase(
      of: member.name, canonical: "Operations", at: "Operations", tolerances: &tolerances)
    for (index, operation) in try elements(of: member.value).enumerated() {
      operations.append(try read(operation, at: "Operations[\(index)]", type: type))
    }
  }

  private mutating func checkSchemas(_ schemas: JSONValue?) throws(SCIMError) {
    let uris: [JSONValue] =
      switch schemas {
      case nil, .null?, .string("")?: []
      case .array(let uris)?: uris
      case let uri?: [uri]
      }
    guard !uris.isEmpty else {
      tolerances.append(
        Tolerance(rule: "schemasMissing", path: "schemas", detail: "read as \(SchemaURI.patchOp)"))
      return
    }
    guard uris.contains(where: { $0.stringValue?.equalsIgnoringASCIICase(SchemaURI.patchOp) == true }) else {
      throw .invalidSyntax("The schemas of a PATCH contain \(SchemaURI.patchOp) (RFC 7644 §3.5.2)")
    }
  }

  private mutating func elements(of value: JSONValue) throws(SCIMError) -> [JSONValue] {
    switch value {
    case .array(let elements) where !elements.isEmpty: return elements
    case .object:
      tolerances.append(
        Tolerance(
          rule: "arrayFromSingleValue", path: "Operations", detail: "one object read as an array of one"))
      return [value]
    default:
      throw .invalidSyntax("Operations is an array of one or more operations (RFC 7644 §3.5.2)")
    }
  }

  private mutating func read(
    _ value: JSONValue, at place: String, type: ResourceType
  ) throws(SCIMError) -> PatchOperation {
    guard case .object(let object) = value else {
      throw .invalidSyntax("\(place) is no object with op, path and value")
    }
    let kind = try kind(object.firstIgnoringCase("op")?.value, at: "\(place).op")
    let path = try path(object.firstIgnoringCase("path")?.value, at: "\(place).path", type: type)
    let value = object.firstIgnoringCase("value")?.value
    if kind == .remove && path == nil {
      throw .noTarget("\(place).path is missing; a remove names what it removes (RFC 7644 §3.5.2.2)")
    }
    guard kind == .remove || value != nil else {
      throw .invalidValue("\(place).value is missing; the operation \(kind.rawValue) has a value")
    }
    if path == nil, case .object(let object)? = value {
      isEntraDialect = isEntraDialect || object.contains { Self.isPath($0.name, type: type) }
    }
    return PatchOperation(kind: kind, path: path, value: value)
  }

  private mutating func kind(
    _ value: JSONValue?, at place: String
  ) throws(SCIMError) -> PatchOperation.Kind {
    guard case .string(let name)? = value,
      let kind = PatchOperation.Kind.allCases.first(where: { name.equalsIgnoringASCIICase($0.rawValue) })
    else {
      throw .invalidSyntax("\(place) is none of add, remove and replace (RFC 7644 §3.5.2)")
    }
    if name != kind.rawValue {
      isEntraDialect = true
      tolerances.append(
        Tolerance(rule: "operationCase", path: place, detail: "\(name) read as \(kind.rawValue)"))
    }
    return kind
  }

  private func path(
    _ value: JSONValue?, at place: String, type: ResourceType
  ) throws(SCIMError) -> PatchPath? {
    switch value {
    case nil, .null?, .string("")?: return nil
    case .string(let text)?:
      do throws(SCIMError) {
        return try PatchPath(parsing: text, type: type)
      } catch {
        throw error.placed(at: place)
      }
    default: throw .invalidPath("\(place) is no string")
    }
  }

  /// Whether a key is more than an attribute's name or an extension's URI.
  private static func isPath(_ key: String, type: ResourceType) -> Bool {
    if type.schemas.contains(where: { $0.id.equalsIgnoringASCIICase(key) }) { return false }
    return key.utf8.contains { $0 == .dot || $0 == .colon || $0 == .leftBracket }
  }
}

extension SCIMError {
  /// The same error with the place in the request before its detail.
  func placed(at place: String) -> SCIMError {
    SCIMError(status: status, scimType: scimType, detail: "\(place): \(detail)")
  }
}
