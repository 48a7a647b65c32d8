import JSONTape
import SCIM

extension TargetDialect {
  /// The POST that creates a resource (RFC 7644 §3.3), with every schema listed that it has values of.
  ///
  /// - Parameter type: The resource type's name: `User`, `Group`.
  public func createRequest(type: String, values: [TargetValue]) -> TargetRequest {
    createRequest(type: type, values: placed(values))
  }

  func createRequest(type: String, values: [PlacedValue]) -> TargetRequest {
    var attributes = JSONObject()
    for placed in withSubstance(values) {
      guard let wanted = placed.value.value, !wanted.isUnassigned else { continue }
      placed.place.set(placed.place.typed(wanted, in: self), in: &attributes)
    }
    let body = withSchemas(attributes, type: type)
    return TargetRequest(method: "POST", path: endpoint(ofType: type), body: body)
  }

  /// The DELETE of a resource (RFC 7644 §3.6).
  public func deleteRequest(type: String, id: String) -> TargetRequest {
    TargetRequest(method: "DELETE", path: location(ofType: type, id: id))
  }

  /// The attributes with `schemas` before them: the core schema, what else was listed, and each extension
  /// that has attributes.
  func withSchemas(_ attributes: JSONObject, type: String) -> JSONObject {
    let listed = attributes.value(named: "schemas")?.elements.compactMap(\.stringValue) ?? []
    let extensions = attributes.filter { $0.value.objectValue != nil && $0.name.utf8.contains(0x3A) }
    var uris = listed.isEmpty ? [coreSchema(ofType: type)] : listed
    for member in extensions where !uris.contains(where: { $0.equalsIgnoringASCIICase(member.name) }) {
      uris.append(member.name)
    }
    // An extension whose last attribute went is no longer one of the resource's.
    uris.removeAll { uri in
      uri.equalsIgnoringASCIICase(enterpriseSchema) && attributes.firstIgnoringCase(uri) == nil
    }
    var body: JSONObject = ["schemas": .array(uris.map { .string($0) })]
    for member in attributes where !member.name.equalsIgnoringASCIICase("schemas") {
      body[member.name] = member.value
    }
    return body
  }
}
