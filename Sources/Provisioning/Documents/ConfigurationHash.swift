import Crypto
import JSONTape
import SCIM

/// The fingerprint of what decides a job's results.
enum ConfigurationHash {
  static func of(_ document: JobDocument, _ mappings: [ObjectMapping]) -> String {
    let json: JSONObject = [
      "scope": .string(document.scope.rawValue), "requiredRole": text(document.requiredRole),
      "defaultDomain": text(document.defaultDomain),
      "skipOutOfScopeDeletions": .bool(document.skipsOutOfScopeDeletions),
      "protocol": .string(document.target.protocolVersion.rawValue),
      "updates": .string(document.target.updates.rawValue),
      "mappings": .array(mappings.map(json)),
    ]
    let digest = SHA256.hash(data: json.serialized())
    return digest.map { byte in
      String(byte, radix: 16).count == 1 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
    }.joined()
  }

  private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  private static func json(_ mapping: ObjectMapping) -> JSONValue {
    [
      "source": .string(mapping.sourceType), "target": .string(mapping.targetType),
      "flows": .array(mapping.flows.map(\.rawValue).sorted().map { .string($0) }),
      "attributes": .array(mapping.attributes.map(json)), "groups": json(mapping.scope.groups),
      "inputGroups": json(mapping.scope.inputGroups), "categoryGroups": json(mapping.scope.categoryGroups),
    ]
  }

  private static func json(_ mapping: AttributeMapping) -> JSONValue {
    let definition = mapping.definition
    return [
      "target": .string(mapping.targetAttribute), "source": .string(mapping.expressionText),
      "matchingPriority": mapping.matchingPriority.map { .number(JSONNumber($0)) } ?? .null,
      "flowType": .string(mapping.flowType.rawValue), "flowBehavior": .string(mapping.flowBehavior.rawValue),
      "default": text(mapping.defaultValue), "isReference": .bool(mapping.isReference),
      "type": .string(definition.type.rawValue), "isMultivalued": .bool(definition.isMultivalued),
      "isCaseExact": .bool(definition.isCaseExact), "flowsNullValues": .bool(definition.flowsNullValues),
      "mutability": .string(definition.mutability.rawValue),
    ]
  }

  private static func json(_ groups: [ScopeFilter.Group]) -> JSONValue {
    .array(
      groups.map { group in
        .array(
          group.clauses.map { clause in
            [
              "attribute": .string(clause.attribute), "operator": .string(clause.comparison.rawValue),
              "values": .array(clause.values.map { .string($0) }),
            ]
          })
      })
  }
}
