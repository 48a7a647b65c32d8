import Directory
import EventLog
import JSONTape
import SCIM

/// CloudEvents 1.0 in its JSON format; the data is the object of ``JSONLinesForm``.
struct CloudEventsForm: ExportForm {
  let source: String

  func lines(for exported: ExportedEvent) -> [String] {
    let event = exported.event
    var object: JSONObject = [
      "specversion": "1.0", "id": .string(event.id.description), "source": .string(source),
      "type": .string("scim-ledger.\(event.operation.name)"), "time": .string(event.time.description),
      "datacontenttype": "application/json", "sequence": .string(CloudEventsForm.padded(event.position)),
      "authtype": event.actor.tokenID == .none ? "system" : "api_key", "authid": .string(event.actor.name),
    ]
    object.set("subject", exported.resourcePath)
    object.set("correlationid", exported.glance.value(of: .cycle))
    object.set("causationid", exported.causeID?.description)
    object["data"] = .object(JSONLinesForm.object(exported))
    return [object.line]
  }

  /// The extension `sequence` asks for texts whose order is that of the events.
  private static func padded(_ position: Position) -> String {
    let digits = position.description
    return String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
  }
}
