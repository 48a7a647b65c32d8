public import Directory
public import EventLog
import Projections
import SCIM

extension ServiceProvider {
  /// The answer that a recorded request was given: what the event states, written out by today's code on the
  /// directory as it was. Nothing is decided anew.
  ///
  /// An operation of a bulk request is answered as if it had been sent alone.
  ///
  /// - Returns: Nil for an event that is no request's, and for a request in SCIM 1.1.
  /// - Throws: `EventLogError` and `EventCodecError` where the log can't be read.
  public func recordedAnswer(to event: Event) throws -> SCIMResponse? {
    guard var request = SCIMRequest(recorded: event), request.version == .v2 else { return nil }
    let outcome = event.outcome
    if event.isRefused {
      return .error(
        SCIMError(
          status: outcome.status, scimType: outcome.scimType.flatMap { SCIMErrorType(rawValue: $0) },
          detail: outcome.detail ?? ""))
    }
    if ServiceProvider.isObservation(event) {
      if let head = event.snapshot { request.sight = .init(head: head, isPast: true, results: event.results) }
      return try observation(of: &request, event)?.response
    }
    guard let id = event.resource, event.operation != .delete, outcome.status != 204 else {
      return SCIMResponse(status: outcome.status)
    }
    let plan = Plan(
      RequestTarget(path: request.path, registry: settings.offered), request, settings.profile)
    let moment = DirectoryMoment(event.position)
    guard let resource = try reader.resource(id, type: plan.type.name, at: moment) else { return nil }
    var members: [GroupMember]?
    if plan.type.name == "Group", plan.selection.needsMembers {
      members = try reader.namedMembers(of: id, at: moment)
      if event.operation == .modify, !plan.selection.isChosen,
        members?.count ?? 0 > ServiceProvider.mostMembersInAnswer
      {
        return SCIMResponse(status: 204)
      }
    }
    let groups = plan.selection.needsGroups ? try reader.groupReferences(of: id, at: moment) : nil
    return .resource(
      resource, plan.type, status: outcome.status, members: members,
      groups: plan.type.name == "Group" ? nil : groups, selection: plan.selection, baseURL: request.baseURL)
  }
}

extension ServiceProvider {
  /// A resource of a type as it was at a position; nil where there was none.
  public func resource(_ id: Identifier, type: String, asOf position: Position) throws -> StoredResource? {
    try reader.resource(id, type: type, at: DirectoryMoment(position))
  }
}
