import Directory
import EventLog
import JSONTape
import LMDB
import Projections
import SCIM

/// An event with all that the forms of export tell of it.
struct ExportedEvent {
  let glance: EventGlance
  let event: Event
  /// The resource after the event; before it where it went or stayed as it was.
  let image: JSONObject?
  let properties: [ModifiedProperty]
  /// Of a consequence, the id of the event that brought it about.
  let causeID: Identifier?
  /// The members that came and went.
  let members: [Member]

  struct Member {
    var id: String
    var type: String
    var name: String?
    var hasCome: Bool
  }

  /// `Users/…`; nil where no resource is concerned.
  let resourcePath: String?

  /// - Parameters:
  ///   - glance: With everything loaded.
  ///   - endpoints: The endpoint of each resource type.
  init?(
    _ glance: EventGlance, endpoints: [String: String], with loader: EventLoader, in view: TransactionView
  ) throws {
    guard let event = glance.event else { return nil }
    if let id = event.resource, let type = event.resourceType {
      resourcePath = (endpoints[type] ?? "/\(type)s").dropFirst() + "/\(id)"
    } else {
      resourcePath = nil
    }
    self.glance = glance
    self.event = event
    image = try loader.imageThen(event, in: view)
    properties = glance.properties
    causeID = try event.cause.map { try loader.event(at: $0, in: view).id }
    var members: [Member] = []
    if let effect = event.effect {
      let changes =
        effect.membersAdded.map { ($0.value, $0.type, $0.display, true) }
        + effect.membersRemoved.map { ($0, nil, nil, false) }
      for (id, type, name, hasCome) in changes {
        let known = try loader.name(of: id, at: event.position, in: view)
        members.append(
          Member(
            id: id, type: type ?? known?.type ?? "User", name: known?.name ?? name, hasCome: hasCome))
      }
    }
    self.members = members
  }

  var name: String? { image?.resourceName ?? event.details?["name"]?.stringValue }

  /// The primary e-mail address, else the first one.
  var email: String? {
    let emails = image?["emails"]?.arrayValue?.compactMap(\.objectValue) ?? []
    let chosen = emails.first { $0["primary"]?.boolValue == true } ?? emails.first
    return chosen?["value"]?.stringValue
  }

  /// Whether the user was made active or inactive; nil for anything else.
  var activation: Bool? {
    guard event.operation != .create, !(event.effect?.isRemoval ?? true),
      let property = properties.first(where: { $0.path == "active" })
    else { return nil }
    let (old, new) = (property.old?.boolValue ?? true, property.new?.boolValue ?? true)
    return old == new ? nil : new
  }

  /// Facts of an administrative event, without what opens anything.
  var details: JSONObject? {
    guard var details = event.details else { return nil }
    details["hash"] = nil
    return details
  }
}

extension EventLoader {
  /// The type and name that a resource had at a position.
  func name(
    of member: String, at position: Position, in view: TransactionView
  ) throws -> (type: String?, name: String?)? {
    guard let id = Identifier(member),
      let change = try AuditReader(tables: tables, view: view).change(of: id, through: position)
    else { return nil }
    let event = try event(at: change, in: view)
    return (event.resourceType, try imageThen(event, in: view)?.resourceName)
  }
}

extension JSONObject {
  /// A member that is left out where the value is nil.
  mutating func set(_ name: String, _ value: JSONValue?) {
    if let value { self[name] = value }
  }

  mutating func set(_ name: String, _ text: String?) { set(name, text.map { .string($0) }) }

  mutating func set(_ name: String, _ number: Int?) { set(name, number.map { .number(JSONNumber($0)) }) }

  /// As one line of text.
  var line: String { description + "\n" }
}
