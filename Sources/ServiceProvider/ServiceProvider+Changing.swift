import Directory
import EventLog
import JSONTape
import LMDB
import Projections
import SCIM

extension ServiceProvider {
  /// What the writer hands back once a change is durable.
  private struct Settled: Sendable {
    var event: Event
    var resource: StoredResource?
    var members: [GroupMember]?
    var groups: [GroupReference]?
    var hasTooManyMembers = false
  }

  /// Carries out a POST, PUT, PATCH or DELETE, and answers once it is durable.
  func change(_ target: RequestTarget, _ request: SCIMRequest, _ client: Client) async throws -> SCIMResponse
  {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    let plan = Plan(target, request)
    let facts = request.facts(body: plan.body)
    let settled = try await writer.perform(bytes: request.body.count + 512) { [self] transaction, appender in
      let time = clock.next()
      let context = DecisionContext(
        eventID: identifier(at: time), time: DateTime(microseconds: time), newResource: identifier(at: time),
        actor: client, protocolVersion: "2.0", request: facts, position: appender.head.next, read: plan.read)
      switch plan.step {
      case .refuse(let error):
        var event = Event(
          id: context.eventID, time: context.time, operation: plan.operation, actor: client,
          outcome: .init(error))
        event.protocolVersion = context.protocolVersion
        event.resourceType = plan.type.name
        event.resource = plan.id
        event.request = facts
        event.position = try append(event, in: transaction, &appender)
        return Settled(event: event)
      case .command(let command):
        return try settle(command, plan, context, in: transaction, &appender)
      }
    }
    return response(to: settled, plan, request)
  }

  private func settle(
    _ command: Command, _ plan: Plan, _ context: DecisionContext, in transaction: borrowing WriteTransaction,
    _ appender: inout LogAppender
  ) throws -> Settled {
    let directory = try ProjectedDirectory(log: log, tables: tables, view: transaction.view)
    var decision = try decide(command, in: directory, context: context)
    if decision.event.tolerances.isEmpty { decision.event.tolerances = plan.tolerances }
    decision.event.position = try append(decision.event, in: transaction, &appender)
    for consequence in decision.consequences { try append(consequence, in: transaction, &appender) }
    var settled = Settled(event: decision.event, resource: decision.resource)
    guard let resource = decision.resource else { return settled }
    if resource.type == "Group" {
      let limit = command.isModification ? ServiceProvider.mostMembersInAnswer + 1 : .max
      if plan.selection.needsMembers || command.isModification {
        let members = try directory.members(of: resource.id, limit: limit)
        settled.hasTooManyMembers =
          members.count > ServiceProvider.mostMembersInAnswer && command.isModification
      }
      if plan.selection.needsMembers, !settled.hasTooManyMembers {
        settled.members = try directory.namedMembers(of: resource.id, limit: limit)
      }
    } else if plan.selection.needsGroups {
      settled.groups = try directory.groupReferences(of: resource.id)
    }
    return settled
  }

  private func response(to settled: Settled, _ plan: Plan, _ request: SCIMRequest) -> SCIMResponse {
    var response = body(of: settled, plan, request)
    response.operation = settled.event.operation
    response.tolerances = settled.event.tolerances
    return response
  }

  private func body(of settled: Settled, _ plan: Plan, _ request: SCIMRequest) -> SCIMResponse {
    let outcome = settled.event.outcome
    if settled.event.isRefused {
      return .error(
        SCIMError(
          status: outcome.status, scimType: outcome.scimType.flatMap { SCIMErrorType(rawValue: $0) },
          detail: outcome.detail ?? ""))
    }
    guard let resource = settled.resource, !settled.hasTooManyMembers else {
      let tag = settled.resource.map { [("ETag", $0.version)] } ?? []
      return SCIMResponse(status: 204, headers: tag.map { (name: $0.0, value: $0.1) })
    }
    return .resource(
      resource, plan.type, status: outcome.status, members: settled.members, groups: settled.groups,
      selection: plan.selection, baseURL: request.baseURL)
  }
}

extension SCIMResponse {
  /// A resource with its location and version.
  static func resource(
    _ resource: StoredResource, _ type: ResourceType, status: Int, members: [GroupMember]?,
    groups: [GroupReference]?, selection: AttributeSelection, baseURL: String
  ) -> SCIMResponse {
    let meta = ResourceMeta(resource, type, baseURL: baseURL)
    let value = ResourceRenderer.render(
      image: resource.image, meta: meta, type: type, members: members, groups: groups, selection: selection,
      baseURL: baseURL)
    return .json(value, status: status, headers: [("Location", meta.location), ("ETag", resource.version)])
  }
}

extension ResourceMeta {
  init(_ resource: StoredResource, _ type: ResourceType, baseURL: String) {
    self.init(
      id: resource.id.description, created: resource.created, lastModified: resource.lastModified,
      version: resource.version,
      location: ResourceRenderer.location(
        of: resource.id.description, endpoint: type.endpoint, baseURL: baseURL))
  }
}

extension Command {
  var isModification: Bool {
    if case .modify = self { true } else { false }
  }
}
