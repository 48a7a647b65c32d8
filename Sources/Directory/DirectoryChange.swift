public import EventLog
public import SCIM

/// One row that an event writes into or takes out of the current directory.
public enum DirectoryChange: Sendable, Hashable {
  case putResource(Identifier, type: String, position: Position, isActive: Bool, isNew: Bool)
  case removeResource(Identifier, type: String, wasActive: Bool)
  case addValue(IndexedAttribute, type: String, value: String, Identifier)
  case removeValue(IndexedAttribute, type: String, value: String, Identifier)
  case putMember(GroupMember, of: Identifier, position: Position)
  case removeMember(String, of: Identifier)
  /// A group went; its rows go with it.
  case removeAllMembers(of: Identifier)
}

/// What an event does to the directory, given the resource as it was before.
///
/// Pure: it repeats the effect that the event states and asks nothing of today's rules, so old logs read
/// the same under new code.
public func evolve(_ event: Event, before: StoredResource?) -> [DirectoryChange] {
  guard let id = event.resource, let type = event.resourceType, let effect = event.effect else { return [] }
  var changes: [DirectoryChange] = []
  let old = before.map { IndexedValues($0.image, type: type) } ?? IndexedValues()
  let new = effect.image.map { IndexedValues($0, type: type) } ?? IndexedValues()
  for (attribute, value) in old.values where !new.contains(attribute, value) {
    changes.append(.removeValue(attribute, type: type, value: value, id))
  }
  for (attribute, value) in new.values where !old.contains(attribute, value) {
    changes.append(.addValue(attribute, type: type, value: value, id))
  }
  if effect.isRemoval {
    if type == "Group" { changes.append(.removeAllMembers(of: id)) }
    changes.append(.removeResource(id, type: type, wasActive: old.isActive))
    return changes
  }
  for member in effect.membersRemoved { changes.append(.removeMember(member, of: id)) }
  for member in effect.membersAdded {
    changes.append(.putMember(member, of: id, position: event.position))
  }
  changes.append(
    .putResource(id, type: type, position: event.position, isActive: new.isActive, isNew: before == nil))
  return changes
}
