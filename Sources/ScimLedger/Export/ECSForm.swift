import Directory
import EventLog
import JSONTape
import SCIM

/// Elastic Common Schema documents of the category `iam`.
struct ECSForm: ExportForm {
  let ledgerID: String

  private static let version = "8.17.0"

  func lines(for exported: ExportedEvent) -> [String] {
    let event = exported.event
    var document: JSONObject = [
      "@timestamp": .string(event.time.description), "ecs": ["version": .string(ECSForm.version)],
      "event": .object(description(of: exported)),
      "observer": ["product": "scim-ledger", "serial_number": .string(ledgerID), "type": "scim"],
    ]
    document.set("message", event.outcome.detail)
    document["user"] = .object(user(exported))
    if event.resourceType == "Group" {
      var group = JSONObject()
      group.set("id", event.resource?.description)
      group.set("name", exported.name)
      if !group.isEmpty { document["group"] = .object(group) }
    }
    if let request = event.request {
      document["http"] = [
        "request": ["method": .string(request.method), "id": .string(request.id)],
        "response": ["status_code": .number(JSONNumber(event.outcome.status))],
      ]
      var url: JSONObject = ["path": .string(request.path)]
      if !request.query.isEmpty { url["query"] = .string(request.query) }
      document["url"] = .object(url)
      if let agent = request.userAgent { document["user_agent"] = ["original": .string(agent)] }
    }
    if let cycle = exported.glance.value(of: .cycle) { document["transaction"] = ["id": cycle] }
    return [document.line]
  }

  private func description(of exported: ExportedEvent) -> JSONObject {
    let event = exported.event
    var description: JSONObject = [
      "kind": "event", "category": ["iam"], "type": .array(types(of: exported).map { .string($0) }),
      "action": .string(event.operation.name), "outcome": event.isRefused ? "failure" : "success",
      "id": .string(event.id.description), "sequence": .number(event.position.number),
      "module": "scim_ledger", "dataset": "scim_ledger.event", "provider": "scim-ledger",
    ]
    description.set("code", event.outcome.scimType)
    description.set("reason", event.outcome.detail)
    return description
  }

  private func types(of exported: ExportedEvent) -> [String] {
    let subject =
      switch exported.event.resourceType {
      case "User": ["user"]
      case "Group": ["group"]
      default: exported.event.operation.isAdministrative ? ["admin"] : []
      }
    let action =
      switch exported.event.operation {
      case .create, .createLedger, .issueToken, .issueCredential, .registerSchema,
        .importLogRecord:
        "creation"
      case .delete, .revokeToken, .revokeCredential: "deletion"
      case .read, .query, .discover, .unsupported, .bulk: "info"
      case .replace, .modify, .leaveGroup, .configure: "change"
      }
    return subject + [action]
  }

  private func user(_ exported: ExportedEvent) -> JSONObject {
    let event = exported.event
    var user: JSONObject = ["name": .string(event.actor.name)]
    if event.actor.tokenID != .none { user["id"] = .string(event.actor.tokenID.description) }
    guard event.resourceType == "User" else { return user }
    var target = JSONObject()
    target.set("id", event.resource?.description)
    target.set("name", exported.image?["userName"])
    target.set("full_name", exported.image?["displayName"])
    target.set("email", exported.email)
    if !target.isEmpty { user["target"] = .object(target) }
    var changes = JSONObject()
    if event.operation != .create {
      for property in exported.properties {
        switch property.path {
        case "userName": changes.set("name", property.new)
        case "displayName": changes.set("full_name", property.new)
        default: break
        }
      }
    }
    if !changes.isEmpty { user["changes"] = .object(changes) }
    return user
  }
}
