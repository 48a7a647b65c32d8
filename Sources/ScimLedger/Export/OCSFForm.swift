import Directory
import EventLog
import JSONTape
import SCIM

/// Events of the Open Cybersecurity Schema Framework: Account Change (3001), Entity Management (3004) and Group
/// Management (3006).
struct OCSFForm: ExportForm {
  let ledgerID: String

  static let version = "1.6.0"
  private static let category = 3

  private enum Class: Int {
    case accountChange = 3001
    case entityManagement = 3004
    case groupManagement = 3006

    var name: String {
      switch self {
      case .accountChange: "Account Change"
      case .entityManagement: "Entity Management"
      case .groupManagement: "Group Management"
      }
    }
  }

  /// One event of the schema, before what all have in common.
  private struct Activity {
    var type: Class
    var id: Int
    var name: String
    var members: JSONObject
  }

  func lines(for exported: ExportedEvent) -> [String] {
    activities(of: exported).enumerated().map { index, activity in
      event(activity, index, of: exported).line
    }
  }

  private func event(_ activity: Activity, _ index: Int, of exported: ExportedEvent) -> JSONObject {
    let event = exported.event
    let status = event.isRefused ? 2 : 1
    var metadata: JSONObject = [
      "version": .string(OCSFForm.version),
      "product": [
        "name": "scim-ledger", "vendor_name": "scim-ledger", "uid": .string(ledgerID),
      ],
      // One event of the log may be several here.
      "uid": .string(index == 0 ? event.id.description : "\(event.id)/\(index)"),
      "sequence": .number(event.position.number), "log_name": "scim-ledger",
      "event_code": .string(event.operation.name),
    ]
    if case .string(let cycle)? = exported.glance.value(of: .cycle) {
      metadata["correlation_uid"] = .string(cycle)
    }
    var object: JSONObject = [
      "category_uid": .number(JSONNumber(OCSFForm.category)), "category_name": "Identity & Access Management",
      "class_uid": .number(JSONNumber(activity.type.rawValue)), "class_name": .string(activity.type.name),
      "activity_id": .number(JSONNumber(activity.id)), "activity_name": .string(activity.name),
      "type_uid": .number(JSONNumber(activity.type.rawValue * 100 + activity.id)),
      "type_name": .string("\(activity.type.name): \(activity.name)"),
      "time": .number(JSONNumber(Int(clamping: event.time.microseconds / 1000))),
      "severity_id": .number(JSONNumber(event.isRefused ? 2 : 1)),
      "severity": event.isRefused ? "Low" : "Informational", "status_id": .number(JSONNumber(status)),
      "status": event.isRefused ? "Failure" : "Success",
      "status_code": .string(String(event.outcome.status)), "metadata": .object(metadata),
      "actor": .object(actor(of: event)),
    ]
    object.set("status_detail", event.outcome.detail)
    for member in activity.members { object[member.name] = member.value }
    return object
  }

  private func actor(of event: Event) -> JSONObject {
    var actor: JSONObject = ["app_name": .string(event.actor.name)]
    if event.actor.tokenID != .none { actor["app_uid"] = .string(event.actor.tokenID.description) }
    return actor
  }

  private func activities(of exported: ExportedEvent) -> [Activity] {
    let event = exported.event
    switch (event.resourceType, event.operation) {
    case ("User"?, .create): return [account(1, "Create", exported)]
    case ("User"?, .delete): return [account(6, "Delete", exported)]
    case ("User"?, .modify), ("User"?, .replace):
      let others = exported.properties.contains { $0.path != "active" }
      guard let isActive = exported.activation else { return [entity(3, "Update", exported)] }
      return [isActive ? account(2, "Enable", exported) : account(5, "Disable", exported)]
        + (others ? [entity(3, "Update", exported)] : [])
    case ("Group"?, .create): return [group(6, "Create", exported, nil)] + memberships(exported)
    case ("Group"?, .delete): return [group(5, "Delete", exported, nil)]
    case ("Group"?, .modify), ("Group"?, .replace), ("Group"?, .leaveGroup):
      let found = memberships(exported)
      let others = exported.properties.contains { $0.path != "members" }
      return found + (others || found.isEmpty ? [entity(3, "Update", exported)] : [])
    default: return [otherEntity(exported)]
    }
  }

  private func memberships(_ exported: ExportedEvent) -> [Activity] {
    exported.members.map { member in
      // Groups within groups have no activity in all versions of the schema.
      guard member.type == "User" else { return entity(3, "Update", exported) }
      return group(member.hasCome ? 3 : 4, member.hasCome ? "Add User" : "Remove User", exported, member)
    }
  }

  private func otherEntity(_ exported: ExportedEvent) -> Activity {
    switch exported.event.operation {
    case .create, .createLedger, .issueToken, .issueCredential, .registerSchema, .importLogRecord:
      entity(1, "Create", exported)
    case .read, .query, .discover: entity(2, "Read", exported)
    case .delete, .revokeToken, .revokeCredential: entity(4, "Delete", exported)
    case .replace, .modify, .leaveGroup, .configure: entity(3, "Update", exported)
    case .unsupported, .bulk: entity(99, "Other", exported)
    }
  }

  private func account(_ id: Int, _ name: String, _ exported: ExportedEvent) -> Activity {
    Activity(type: .accountChange, id: id, name: name, members: ["user": .object(user(exported))])
  }

  private func user(_ exported: ExportedEvent) -> JSONObject {
    var user = JSONObject()
    user.set("uid", exported.event.resource?.description)
    user.set("name", exported.image?["userName"])
    user.set("full_name", exported.image?["displayName"])
    user.set("email_addr", exported.email.flatMap { OCSFForm.isAddress($0) ? $0 : nil })
    // The schema asks for a name or an id; a refused creation may have had neither.
    if user["uid"] == nil, user["name"] == nil { user["name"] = "unknown" }
    return user
  }

  /// Whether the schema takes the text as an e-mail address; SCIM takes any.
  static func isAddress(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return false }
    let symbols = Array("!#$%&'*+,-./=?^_`{|}~".utf8)
    guard parts[0].allSatisfy({ $0.isLetterOrDigit || symbols.contains($0) }) else { return false }
    let labels = parts[1].split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let (hyphen, dot) = (UInt8(ascii: "-"), UInt8(ascii: "."))
    return labels.count == 2 && labels.allSatisfy { !$0.isEmpty }
      && labels[0].allSatisfy { $0.isLetterOrDigit || $0 == hyphen }
      && labels[1].allSatisfy { $0.isLetterOrDigit || $0 == hyphen || $0 == dot }
  }

  private func group(
    _ id: Int, _ name: String, _ exported: ExportedEvent, _ member: ExportedEvent.Member?
  ) -> Activity {
    var group = JSONObject()
    group.set("uid", exported.event.resource?.description)
    group.set("name", exported.image?["displayName"])
    if group.isEmpty { group["name"] = "unknown" }
    var members: JSONObject = ["group": .object(group)]
    if let member {
      var user: JSONObject = ["uid": .string(member.id)]
      user.set("name", member.name)
      members["user"] = .object(user)
    }
    return Activity(type: .groupManagement, id: id, name: name, members: members)
  }

  private func entity(_ id: Int, _ name: String, _ exported: ExportedEvent) -> Activity {
    let event = exported.event
    var entity: JSONObject = ["type": .string(event.resourceType ?? event.operation.name)]
    entity.set("uid", event.resource?.description ?? event.details?["id"]?.stringValue)
    entity.set("name", exported.name ?? event.request?.path)
    if entity["uid"] == nil, entity["name"] == nil { entity["name"] = "ledger" }
    if event.effect?.isRemoval == false { entity["version"] = .string("W/\"\(event.position)\"") }
    return Activity(type: .entityManagement, id: id, name: name, members: ["entity": .object(entity)])
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
  }
}
