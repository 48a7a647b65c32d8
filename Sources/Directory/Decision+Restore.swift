import EventLog
import JSONTape
import SCIM

/// The person who is not active and has this userName or, within the client, this externalId.
///
/// An e-mail address alone never makes two people one.
func inactivePerson<State: DirectoryState & ~Escapable>(
  _ image: JSONObject, owner: String, in state: State
) throws -> StoredResource? {
  for (attribute, name) in [(IndexedAttribute.externalID, "externalId"), (.userName, "userName")] {
    guard let value = image[name]?.stringValue else { continue }
    for id in try state.identifiers(of: "User", where: attribute, equals: value) {
      guard let person = try state.resource(id, type: "User"), person.image["active"] == false,
        attribute != .externalID || person.owner == owner
      else { continue }
      return person
    }
  }
  return nil
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
