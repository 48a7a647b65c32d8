import EventLog
import JSONTape
import SCIM

/// The person who is not active and has this userName or, within the client and alone, this externalId.
///
/// The userName comes first: whoever has it is the only one who can come back under it. An externalId that
/// several people share tells none of them apart, and an e-mail address alone never makes two people one.
func inactivePerson<State: DirectoryState & ~Escapable>(
  _ image: JSONObject, owner: String, in state: State
) throws -> StoredResource? {
  func people(_ attribute: IndexedAttribute, _ name: String) throws -> [StoredResource] {
    guard let value = image[name]?.stringValue else { return [] }
    return try state.identifiers(of: "User", where: attribute, equals: value)
      .compactMap { try state.resource($0, type: "User") }
  }
  if let holder = try people(.userName, "userName").first {
    return holder.image["active"] == false ? holder : nil
  }
  let sharing = try people(.externalID, "externalId").filter { $0.owner == owner }
  guard sharing.count == 1, sharing[0].image["active"] == false else { return nil }
  return sharing[0]
}

/// Answers a create by bringing a person back under the id he had: to the client he is new, to the log the same.
func restore<State: DirectoryState & ~Escapable>(
  _ person: StoredResource, _ read: ReadResource, _ body: JSONValue, _ type: ResourceType, in state: State,
  _ context: DecisionContext
) throws -> Decision {
  try requireUnique(read.image, type, owner: context.actor.client, except: person, in: state, context)
  var event = Event(.create(type, body: body), context, outcome: .init(status: 201))
  event.resource = person.id
  event.previous = person.position
  event.tolerances =
    read.tolerances + [
      Tolerance(
        rule: "restoredOnCreate", path: "active", detail: "a person who was not active is brought back")
    ]
  event.effect = Event.Effect(image: read.image, created: person.created, owner: context.actor.client)
  return Decision(event: event, resource: event.resource(at: context.position))
}
