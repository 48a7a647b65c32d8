import Directory
import EventLog
import SCIM

extension Plan {
  /// What deciding may use beside the plan and the directory.
  ///
  /// - Parameter newResource: The id for a resource that is created.
  func context(
    _ facts: Event.Request, _ client: Client, _ stamp: EventStamp, newResource: Identifier,
    position: Position, _ settings: ProviderSettings
  ) -> DecisionContext {
    DecisionContext(
      eventID: stamp.id, time: stamp.time, newResource: newResource, actor: client,
      protocolVersion: version.rawValue, request: facts, cycle: cycle, position: position, read: read,
      profile: settings.profile, configuration: settings.configuration)
  }

  /// Decides the plan on the directory as it is. Pure, so that it gives the same event again where it is given
  /// the same.
  ///
  /// - Throws: Only what reading `state` throws; a refusal is a decision.
  func decided<State: DirectoryState & ~Escapable>(
    in state: State, context: DecisionContext
  ) throws -> Decision {
    switch step {
    case .refuse(let error):
      var event = Event(
        id: context.eventID, time: context.time, operation: operation, actor: context.actor,
        outcome: .init(error))
      event.protocolVersion = context.protocolVersion
      event.resourceType = type.name
      event.resource = id
      event.request = context.request
      event.cycle = cycle
      event.tolerances = bulkTolerances
      event.bulk = bulk
      return Decision(event: event)
    case .command(let command):
      var decision = try decide(command, in: state, context: context)
      if decision.event.tolerances.isEmpty { decision.event.tolerances = tolerances }
      decision.event.tolerances += selection.tolerances
      decision.event.tolerances += bulkTolerances
      decision.event.bulk = bulk
      return decision
    }
  }
}
