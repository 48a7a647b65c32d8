import JSONTape
import SCIM

extension Version1 {
  /// A message or resource of 2.0 as 1.1 writes it; anything else as it is.
  static func answer(_ body: JSONValue) -> JSONValue {
    guard case .object(let object) = body, let uris = object["schemas"]?.arrayValue?.compactMap(\.stringValue)
    else { return body }
    switch uris.first {
    case SchemaURI.error: return error(object)
    case SchemaURI.listResponse: return list(object)
    case SchemaURI.serviceProviderConfig: return configuration(object)
    default: return resource(object, uris)
    }
  }

  /// `Errors`, as 1.1 has it (SCIM 1.1 protocol §3.9), and `detail`, which Okta's tests ask for.
  private static func error(_ object: JSONObject) -> JSONValue {
    let detail = object["detail"] ?? .string("")
    return ["Errors": [["description": detail, "code": object["status"] ?? .null]], "detail": detail]
  }

  private static func list(_ object: JSONObject) -> JSONValue {
    var result = object
    result["schemas"] = [.string(SchemaURI.version1Core)]
    result["Resources"] = .array((object["Resources"]?.arrayValue ?? []).map(answer))
    return .object(result)
  }

  private static func resource(_ object: JSONObject, _ uris: [String]) -> JSONValue {
    var names: [String] = []
    for uri in uris.map(schema) where !names.contains(uri) { names.append(uri) }
    return .object(
      JSONObject(
        object.map { member in
          switch (member.name, member.value) {
          case ("schemas", _): (member.name, .array(names.map { .string($0) }))
          case ("meta", .object(let meta)): (member.name, .object(without("resourceType", meta)))
          case ("members", let values), ("groups", let values): (member.name, withoutReferences(values))
          case (SchemaURI.enterpriseUser, .object(let attributes)):
            (SchemaURI.version1Enterprise, enterprise(attributes))
          default: (member.name, member.value)
          }
        }))
  }

  /// 1.1 calls the manager's id `managerId` (SCIM 1.1 core schema §7).
  private static func enterprise(_ attributes: JSONObject) -> JSONValue {
    guard case .object(let manager)? = attributes["manager"] else { return .object(attributes) }
    var result = attributes
    result["manager"] = .object(
      JSONObject(without("$ref", manager).map { ($0.name == "value" ? "managerId" : $0.name, $0.value) }))
    return .object(result)
  }

  /// 1.1 has no `$ref`.
  private static func withoutReferences(_ values: JSONValue) -> JSONValue {
    guard case .array(let elements) = values else { return values }
    return .array(elements.map { $0.objectValue.map { .object(without("$ref", $0)) } ?? $0 })
  }

  private static func without(_ name: String, _ object: JSONObject) -> JSONObject {
    var result = object
    result[name] = nil
    return result
  }

  /// The members of 1.1's configuration (SCIM 1.1 core schema §9), under their names there.
  private static func configuration(_ object: JSONObject) -> JSONValue {
    var result: JSONObject = ["schemas": [.string(SchemaURI.version1Core)]]
    result["documentationUrl"] = object["documentationUri"]
    for name in ["patch", "bulk", "filter", "changePassword", "sort", "etag"] { result[name] = object[name] }
    result["xmlDataFormat"] = ["supported": false]
    result["authenticationSchemes"] = .array((object["authenticationSchemes"]?.arrayValue ?? []).map(scheme))
    if case .object(var meta)? = object["meta"] {
      meta["resourceType"] = nil
      if let location = meta["location"]?.stringValue { meta["location"] = .string("\(location)s") }
      result["meta"] = .object(meta)
    }
    return .object(result)
  }

  private static func scheme(_ value: JSONValue) -> JSONValue {
    guard case .object(let scheme) = value else { return value }
    let names = ["specUri": "specUrl", "documentationUri": "documentationUrl"]
    return .object(JSONObject(scheme.map { (names[$0.name] ?? $0.name, $0.value) }))
  }
}
