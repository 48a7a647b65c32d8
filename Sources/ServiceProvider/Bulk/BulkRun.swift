import Directory
import EventLog
import JSONTape
import LMDB
import SCIM

/// One bulk request while it is carried out, inside the writer's transaction.
struct BulkRun {
  let provider: ServiceProvider
  let plan: BulkPlan
  let request: SCIMRequest
  let client: Client
  let settings: ProviderSettings
  let id: Identifier
  /// The ids of the resources that the names stand for, as far as there are any yet.
  var ids: [String: String]
  /// In the order of the request; nil for what was not carried out.
  private(set) var results: [BulkResponse.Result?]
  private(set) var tolerances: [Tolerance]
  private var errors = 0

  init(
    _ provider: ServiceProvider, _ plan: BulkPlan, _ request: SCIMRequest, _ client: Client,
    _ settings: ProviderSettings
  ) {
    self.provider = provider
    self.plan = plan
    self.request = request
    self.client = client
    self.settings = settings
    id = provider.identifier(at: provider.clock.next())
    ids = plan.ids
    results = Array(repeating: nil, count: plan.operations.count)
    tolerances = plan.tolerances
  }

  mutating func carryOut(
    in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws {
    for step in plan.schedule.steps {
      if let most = plan.failOnErrors, errors >= max(most, 1) { return }
      if step.isCircular {
        try carryOut(circle: step.operations, in: transaction, &appender)
      } else {
        for index in step.operations {
          let operation = resolved(index)
          let answer = try carryOut(
            operation, index, refusal: refusal(of: index), in: transaction, &appender)
          finish(index, answer)
        }
      }
    }
  }

  /// What an operation came to, before it is known whether that stays so.
  struct Answer {
    var status: Int
    var error: SCIMError?
    var resource: StoredResource?
    var type: ResourceType?
    /// The event of an operation on a resource.
    var event: Event?
    var location: String
  }

  /// The operation with ids for the names that are known.
  func resolved(_ index: Int) -> BulkOperation {
    var operation = plan.operations[index]
    guard !plan.places[index].isEmpty else { return operation }
    operation.path = BulkReferences.resolved(path: operation.path, ids: ids)
    operation.data = operation.data.map { BulkReferences.resolved($0, ids: ids) }
    return operation
  }

  /// Why an operation can't be tried: its own fault, or a name that stands for nothing.
  func refusal(of index: Int, except known: Set<String> = []) -> SCIMError? {
    if let refusal = plan.operations[index].refusal { return refusal }
    let missing = plan.places[index].filter { ids[$0.key] == nil && !known.contains($0.key) }
    // The first by its place, so that the same request is always answered alike.
    guard let (name, place) = missing.min(by: { $0.value < $1.value }) else { return nil }
    guard let maker = plan.makers[name] else {
      return .invalidValue(
        "Operations[\(index)].\(place) refers to a bulkId that no POST of this request has "
          + "(RFC 7644 §3.7.2)")
    }
    return .unresolved(index, place, maker: maker)
  }

  /// Carries out one operation as the request it would be by itself.
  ///
  /// - Parameter form: The version that its data is written in.
  /// - Throws: What keeps the whole bulk from being written; a refusal is an answer.
  mutating func carryOut(
    _ operation: BulkOperation, _ index: Int, refusal: SCIMError?, form: ProtocolVersion? = nil,
    in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws -> Answer {
    var request = request
    request.method = operation.method
    (request.path, request.query) = operation.pathAndQuery
    request.received = nil
    request.tolerances = []
    request.body = operation.data?.serialized() ?? []
    request.contentType = SCIMMediaType.scim
    request.ifMatch = operation.version
    request.ifNoneMatch = nil
    let bulk = Event.Bulk(id: id, index: index, bulkID: operation.bulkID)
    let target = RequestTarget(path: request.path, registry: settings.offered)
    switch (target, request.method) {
    case (.collection, "POST"), (.resource, "PUT"), (.resource, "PATCH"), (.resource, "DELETE"):
      let version = request.version
      request.version = form ?? version
      var plan = Plan(target, request, settings.profile)
      plan.version = version
      if let refusal { plan.step = .refuse(refusal) }
      plan.bulk = bulk
      plan.bulkTolerances = operation.tolerances
      let settled = try settle(plan, request, in: transaction, &appender)
      tolerances += settled.event.tolerances
      return Answer(settled, plan.type, request)
    default:
      var observation =
        refusal.map { Observation(.unsupported, refused: $0) } ?? provider.unsupported(target, request)
      observation.cycle = request.cycle
      var event = provider.event(
        of: observation, request.facts(body: nil), client, version: request.version,
        provider.stamp())
      event.bulk = bulk
      event.tolerances = operation.tolerances
      try provider.append(event, in: transaction, &appender)
      tolerances += event.tolerances
      return Answer(
        status: event.outcome.status, error: SCIMError(event.outcome),
        location: request.baseURL + request.path)
    }
  }

  private func settle(
    _ plan: Plan, _ request: SCIMRequest, in transaction: borrowing WriteTransaction,
    _ appender: inout LogAppender
  ) throws -> ServiceProvider.Settled {
    let head = appender.head
    do {
      return try provider.settle(plan, request.facts(body: plan.body), client, in: transaction, &appender)
    } catch let error as EventLogError {
      // Where nothing was put, this operation alone is too large.
      guard case .recordTooLarge = error, appender.head == head else { throw error }
      var refused = plan
      refused.step = .refuse(SCIMError(status: 413, detail: "The resource is too large to be kept."))
      return try provider.settle(refused, request.facts(body: nil), client, in: transaction, &appender)
    }
  }

  /// Puts down an operation's result.
  mutating func finish(_ index: Int, _ answer: Answer) {
    let operation = plan.operations[index]
    let isPost = operation.method == "POST"
    if answer.error != nil { errors += 1 }
    if isPost, answer.error == nil, let bulkID = operation.bulkID, let resource = answer.resource {
      ids[bulkID] = resource.id.description
    }
    results[index] = BulkResponse.Result(
      method: operation.method, bulkID: operation.bulkID,
      location: isPost && answer.error != nil ? nil : answer.location, version: answer.resource?.version,
      status: answer.status, error: answer.error)
  }
}

extension BulkRun.Answer {
  init(_ settled: ServiceProvider.Settled, _ type: ResourceType, _ request: SCIMRequest) {
    let outcome = settled.event.outcome
    error = settled.event.isRefused ? SCIMError(outcome) : nil
    // As the same request by itself is answered where its answer has no body.
    let hasBody = settled.resource != nil && !settled.hasTooManyMembers
    status = error != nil || hasBody ? outcome.status : 204
    resource = settled.resource
    self.type = type
    event = settled.event
    location =
      settled.event.resource.map {
        ResourceRenderer.location(of: $0.description, endpoint: type.endpoint, baseURL: request.baseURL)
      } ?? request.baseURL + request.path
  }
}

extension SCIMError {
  /// The refusal that an event holds.
  init(_ outcome: Event.Outcome) {
    self.init(
      status: outcome.status, scimType: outcome.scimType.flatMap { SCIMErrorType(rawValue: $0) },
      detail: outcome.detail ?? "")
  }

  /// A reference to a resource that was to be made and was not (RFC 7644 §3.7.1).
  static func unresolved(_ index: Int, _ place: String, maker: Int) -> SCIMError {
    SCIMError(
      status: 409,
      detail: "Operations[\(index)].\(place) refers to the resource of Operations[\(maker)], "
        + "which could not be created (RFC 7644 §3.7.1)")
  }
}
