import Directory
import EventLog
import JSONTape
import SCIM

/// Renders an event as a resource of a history.
enum ChangeRenderer {
  /// Values stand as JSON texts, as in Entra's audit log: an attribute's values can have any type.
  static func render(_ event: Event, _ properties: [ModifiedProperty]) -> JSONValue {
    var change: JSONObject = [
      "schemas": [.string(SchemaURI.change)], "id": .string(event.id.description),
      "position": number(event.position), "time": .string(event.time.description),
      "operation": .string(event.operation.name),
      "actor": ["name": .string(event.actor.name), "client": .string(event.actor.client)],
      "status": .number(JSONNumber(event.outcome.status)),
    ]
    change["scimType"] = event.outcome.scimType.map { .string($0) }
    change["detail"] = event.outcome.detail.map { .string($0) }
    if !event.tolerances.isEmpty {
      change["tolerances"] = .array(event.tolerances.map { .string($0.rule) })
    }
    change["cause"] = event.cause.map { number($0) }
    change["requestId"] = event.request.map { .string($0.id) }
    change["version"] = StoredResource(event).map { .string($0.version) }
    change["modifiedProperties"] = .array(properties.map(render))
    change["meta"] = ["resourceType": "Change", "created": .string(event.time.description)]
    return .object(change)
  }

  private static func render(_ property: ModifiedProperty) -> JSONValue {
    var object: JSONObject = ["path": .string(property.path)]
    object["oldValue"] = property.old.map { text($0) }
    object["newValue"] = property.new.map { text($0) }
    return .object(object)
  }

  private static func text(_ value: JSONValue) -> JSONValue {
    .string(String(decoding: value.serialized(), as: UTF8.self))
  }

  private static func number(_ position: Position) -> JSONValue {
    .number(JSONNumber(Int(clamping: position.rawValue)))
  }
}
