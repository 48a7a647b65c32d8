import JSONTape
import SCIM

extension Version1 {
  /// Rewrites what a bulk request's operations carry, so that what refers to a `bulkId` is found.
  static func makeCanonical(_ operations: inout [BulkOperation], registry: SchemaRegistry) {
    for (index, operation) in operations.enumerated() {
      let target = RequestTarget(path: operation.pathAndQuery.path, registry: registry)
      switch target {
      case .collection(let type), .resource(let type, _, _):
        operations[index].data = operation.data.map { canonical($0, type: type) }
      default: continue
      }
    }
  }

  /// A resource, or a part of one, as 2.0 writes it: other schema URNs and another name for the manager's id.
  static func canonical(_ body: JSONValue, type: ResourceType) -> JSONValue {
    guard case .object(let object) = body else { return body }
    return .object(
      JSONObject(
        object.map { member in
          if member.name.equalsIgnoringASCIICase("schemas") {
            return (member.name, canonicalSchemas(member.value, type: type))
          }
          if member.name.equalsIgnoringASCIICase(SchemaURI.version1Core) {
            return (type.schema.id, member.value)
          }
          let name = canonicalName(member.name)
          return (name, canonicalValue(member.value, of: name))
        }))
  }

  private static func canonicalSchemas(_ value: JSONValue, type: ResourceType) -> JSONValue {
    switch value {
    case .string(let uri): .string(canonicalSchema(uri, type: type))
    case .array(let uris):
      .array(uris.map { uri in uri.stringValue.map { .string(canonicalSchema($0, type: type)) } ?? uri })
    default: value
    }
  }

  private static func canonicalValue(_ value: JSONValue, of name: String) -> JSONValue {
    if name == SchemaURI.enterpriseUser, case .object(let object) = value {
      return .object(
        JSONObject(
          object.map { inner in
            let name = canonicalName(inner.name)
            return (name, canonicalValue(inner.value, of: name))
          }))
    }
    let isManager =
      name.equalsIgnoringASCIICase("manager")
      || name.equalsIgnoringASCIICase("\(SchemaURI.enterpriseUser):manager")
    return isManager ? canonicalManager(value) : value
  }

  private static func canonicalManager(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object):
      .object(
        JSONObject(
          object.map { ($0.name.equalsIgnoringASCIICase("managerId") ? "value" : $0.name, $0.value) }))
    case .array(let elements): .array(elements.map(canonicalManager))
    default: value
    }
  }
}
