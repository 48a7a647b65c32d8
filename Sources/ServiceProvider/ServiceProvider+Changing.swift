import Directory
import EventLog
import JSONTape
import LMDB
import Projections
import SCIM

extension ServiceProvider {
  /// What the writer hands back once a change is durable.
  struct Settled: Sendable {
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
    let settings = self.settings
    let plan = Plan(target, request, settings.profile)
    let facts = request.facts(body: plan.body)
    var settled = try await writer.perform(bytes: request.body.count + 512) { [self] transaction, appender in
      try settle(plan, facts, client, in: transaction, &appender)
    }
    // Their names are looked up now, when nobody waits for the writer.
    if let members = settled.members { settled.members = try reader.read { try $0.named(members) } }
    return response(to: settled, plan, request)
  }

  /// Decides a plan on the directory as it is, and appends what that comes to.
  func settle(
    _ plan: Plan, _ facts: Event.Request, _ client: Client, in transaction: borrowing WriteTransaction,
    _ appender: inout LogAppender
  ) throws -> Settled {
    let stamp = stamp()
    let context = plan.context(
      facts, client, stamp, newResource: identifier(at: stamp.time.microseconds),
      position: appender.head.next, settings)
    let directory = try ProjectedDirectory(log: log, tables: tables, view: transaction.view)
    var decision = try plan.decided(in: directory, context: context)
    decision.event.position = try append(decision.event, in: transaction, &appender)
    for consequence in decision.consequences { try append(consequence, in: transaction, &appender) }
    var settled = Settled(event: decision.event, resource: decision.resource)
    guard let resource = decision.resource else { return settled }
    if resource.type == "Group" {
      // With `attributes` a PATCH is answered with the resource whatever its size (RFC 7644 §3.5.2), and
      // without its members no group is large.
      let mayBeOmitted =
        plan.operation == .modify && !plan.selection.isChosen && plan.selection.needsMembers
      // The answer to a bulk request shows no resources.
      if plan.selection.needsMembers, plan.bulk == nil || mayBeOmitted {
        let members = try directory.members(
          of: resource.id, limit: mayBeOmitted ? ServiceProvider.mostMembersInAnswer + 1 : .max)
        settled.hasTooManyMembers = mayBeOmitted && members.count > ServiceProvider.mostMembersInAnswer
        if !settled.hasTooManyMembers, plan.bulk == nil { settled.members = members }
      }
    } else if plan.selection.needsGroups, plan.bulk == nil {
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
  ///
  /// - Parameter position: The past that is shown; nil for the present.
  static func resource(
    _ resource: StoredResource, _ type: ResourceType, status: Int, members: [GroupMember]?,
    groups: [GroupReference]?, selection: AttributeSelection, baseURL: String, asOf position: Position? = nil
  ) -> SCIMResponse {
    let meta = ResourceMeta(resource, type, baseURL: baseURL)
    let value = ResourceRenderer.render(
      image: resource.image, meta: meta, type: type, members: members, groups: groups, selection: selection,
      baseURL: baseURL)
    // What is shown has a URI of its own, which for the past is not the resource's (RFC 9110 §8.7).
    let content = position.map { "\(meta.location)?asOf=\($0)" } ?? meta.location
    return .json(
      value, status: status,
      headers: [
        ("Location", meta.location), ("Content-Location", content), ("ETag", resource.version),
      ])
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
