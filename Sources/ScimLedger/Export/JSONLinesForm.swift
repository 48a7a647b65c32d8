import Directory
import JSONTape
import SCIM

/// Everything the log knows of an event, as one JSON object a line.
struct JSONLinesForm: ExportForm {
  func lines(for exported: ExportedEvent) -> [String] { [JSONLinesForm.object(exported).line] }

  static func object(_ exported: ExportedEvent) -> JSONObject {
    var object = JSONObject()
    for field in EventField.allCases { object.set(field.name, exported.glance.value(of: field)) }
    let event = exported.event
    if !exported.properties.isEmpty {
      object["modifiedProperties"] = .array(
        exported.properties.map { property in
          [
            "attribute": .string(property.path), "old": property.old ?? .null, "new": property.new ?? .null,
          ]
        })
    }
    if !event.tolerances.isEmpty {
      object["tolerances"] = .array(
        event.tolerances.map { tolerance in
          [
            "rule": .string(tolerance.rule), "path": .string(tolerance.path),
            "detail": .string(tolerance.detail),
          ]
        })
    }
    object.set("details", exported.details.map { .object($0) })
    object.set("importedRecord", event.importedRecord.map { .object($0.record) })
    if let body = event.request?.body { object.set("body", try? JSONValue(parsing: body)) }
    return object
  }
}
