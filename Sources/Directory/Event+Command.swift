import EventLog
import SCIM

extension Event {
  /// The event of a command, before its effect is known.
  init(_ command: Command, _ context: DecisionContext, outcome: Outcome) {
    let operation: Operation
    let type: ResourceType
    var target: Identifier?
    switch command {
    case .create(let resourceType, _): (operation, type) = (.create, resourceType)
    case .replace(let resourceType, let id, _): (operation, type, target) = (.replace, resourceType, id)
    case .modify(let resourceType, let id, _): (operation, type, target) = (.modify, resourceType, id)
    case .delete(let resourceType, let id): (operation, type, target) = (.delete, resourceType, id)
    }
    self.init(
      id: context.eventID, time: context.time, operation: operation, actor: context.actor, outcome: outcome)
    protocolVersion = context.protocolVersion
    resourceType = type.name
    resource = target
    request = context.request
    cycle = context.cycle
  }

  func resource(at position: Position) -> StoredResource? {
    guard let resource, let resourceType, let effect, let image = effect.image else { return nil }
    return StoredResource(
      id: resource, type: resourceType, image: image, created: effect.created, lastModified: time,
      position: position, owner: effect.owner)
  }
}
