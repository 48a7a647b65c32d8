import EventLog
import JSONTape
import SCIM

/// Decides a command against the directory as it is: one event, whether it succeeds or is refused.
///
/// Pure in `state`, `command` and `context`.
///
/// - Throws: Only what reading `state` throws; a refusal is a decision, not an error.
public func decide<State: DirectoryState & ~Escapable>(
  _ command: Command, in state: State, context: DecisionContext
) throws -> Decision {
  do {
    switch command {
    case .create(let type, let body):
      return try decideCreate(type, body, in: state, context)
    case .replace(let type, let id, let body):
      return try decideReplace(type, id, body, in: state, context)
    case .modify(let type, let id, let patch):
      return try decideModify(type, id, patch, in: state, context)
    case .delete(let type, let id):
      return try decideDelete(type, id, in: state, context)
    }
  } catch let refusal as SCIMError {
    return try refuse(command, refusal, in: state, context)
  }
}

private func refuse<State: DirectoryState & ~Escapable>(
  _ command: Command, _ refusal: SCIMError, in state: State, _ context: DecisionContext
) throws -> Decision {
  var event = Event(command, context, outcome: .init(refusal))
  if let id = event.resource, let type = event.resourceType,
    let present = try state.resource(id, type: type)
  {
    event.previous = present.position
  }
  return Decision(event: event)
}

private func decideCreate<State: DirectoryState & ~Escapable>(
  _ type: ResourceType, _ body: JSONValue, in state: State, _ context: DecisionContext
) throws -> Decision {
  let read = try context.read ?? ResourceReader.read(body, as: type, replacing: nil)
  try context.profile.check(read.tolerances)
  if context.configuration.restoresOnCreate, type.name == "User",
    let inactive = try inactivePerson(read.image, owner: context.actor.client, in: state)
  {
    return try restore(inactive, read, body, type, in: state, context)
  }
  let id = context.newResource
  try requireUnique(read.image, type, owner: context.actor.client, except: nil, in: state, context)
  let members = try existingMembers(read.members ?? [], in: state)
  var event = Event(.create(type, body: body), context, outcome: .init(status: 201))
  event.resource = id
  event.tolerances = read.tolerances
  event.effect = Event.Effect(
    image: read.image, created: context.time, owner: context.actor.client, membersAdded: members)
  return Decision(event: event, resource: event.resource(at: context.position))
}

private func decideReplace<State: DirectoryState & ~Escapable>(
  _ type: ResourceType, _ id: Identifier, _ body: JSONValue, in state: State, _ context: DecisionContext
) throws -> Decision {
  let present = try requirePresent(id, type, in: state, context)
  let read = try ResourceReader.read(body, as: type, replacing: present.image)
  try context.profile.check(read.tolerances)
  var changes = MemberChanges()
  if type.name == "Group" {
    try changes.apply(.replaceAll(read.members ?? []), to: id, in: state)
  }
  return try settle(
    .replace(type, id, body: body), type, present, read.image, changes, read.tolerances, in: state, context)
}

private func decideModify<State: DirectoryState & ~Escapable>(
  _ type: ResourceType, _ id: Identifier, _ patch: PatchRequest, in state: State, _ context: DecisionContext
) throws -> Decision {
  let present = try requirePresent(id, type, in: state, context)
  let result = try patch.applied(to: present.image, as: type, id: id.description)
  try context.profile.check(result.tolerances)
  var changes = MemberChanges()
  for change in result.membersChanges { try changes.apply(change, to: id, in: state) }
  return try settle(
    .modify(type, id, patch), type, present, result.image, changes, result.tolerances, in: state, context)
}

/// What a replacement and a modification have in common: uniqueness, and no new version where nothing changed.
private func settle<State: DirectoryState & ~Escapable>(
  _ command: Command, _ type: ResourceType, _ present: StoredResource, _ image: JSONObject,
  _ members: MemberChanges, _ tolerances: [Tolerance], in state: State, _ context: DecisionContext
) throws -> Decision {
  var event = Event(command, context, outcome: .init(status: 200))
  event.previous = present.position
  event.tolerances = tolerances
  let settled = try members.settled(in: state)
  if image == present.image, settled.added.isEmpty, settled.removed.isEmpty {
    event.isUnchanged = true
    return Decision(event: event, resource: present)
  }
  let keepsExternalID = image["externalId"] == present.image["externalId"]
  let owner = keepsExternalID ? present.owner : context.actor.client
  try requireUnique(image, type, owner: owner, except: present, in: state, context)
  event.effect = Event.Effect(
    image: image, created: present.created, owner: owner, membersAdded: settled.added,
    membersRemoved: settled.removed)
  return Decision(event: event, resource: event.resource(at: context.position))
}

private func decideDelete<State: DirectoryState & ~Escapable>(
  _ type: ResourceType, _ id: Identifier, in state: State, _ context: DecisionContext
) throws -> Decision {
  let present = try requirePresent(id, type, in: state, context)
  var event = Event(.delete(type, id), context, outcome: .init(status: 204))
  event.previous = present.position
  event.effect = Event.Effect(image: nil, created: present.created, owner: present.owner)
  var decision = Decision(event: event)
  for (index, group) in try state.groups(of: id).enumerated() where group != id {
    guard let holder = try state.resource(group) else { continue }
    var consequence = Event(
      id: Identifier(high: context.eventID.high, low: context.eventID.low ^ UInt64(index + 1)),
      time: context.time, operation: .leaveGroup, actor: context.actor, outcome: .init(status: 204))
    consequence.protocolVersion = context.protocolVersion
    consequence.resourceType = holder.type
    consequence.resource = group
    consequence.previous = holder.position
    consequence.cause = context.position
    consequence.cycle = context.cycle
    consequence.effect = Event.Effect(
      image: holder.image, created: holder.created, owner: holder.owner, membersRemoved: [id.description])
    decision.consequences.append(consequence)
  }
  return decision
}

private func requirePresent<State: DirectoryState & ~Escapable>(
  _ id: Identifier, _ type: ResourceType, in state: State, _ context: DecisionContext
) throws -> StoredResource {
  guard let present = try state.resource(id, type: type.name) else {
    throw SCIMError.notFound("There is no \(type.name) with the id \(id).")
  }
  if let condition = context.request.ifMatch, !EntityTag.matches(condition, version: present.version) {
    throw SCIMError(
      status: 412,
      detail:
        "The \(type.name) has changed: its version is \(present.version). Read it again, then repeat the change."
    )
  }
  return present
}
