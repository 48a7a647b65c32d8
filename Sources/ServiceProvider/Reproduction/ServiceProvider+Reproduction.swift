public import Directory
public import EventLog
public import LMDB
package import Projections
import SCIM

extension ServiceProvider {
  /// Whether an event is made by reading alone, from what has been committed.
  public static func isObservation(_ event: Event) -> Bool { isObservation(event.operation) }

  package static func isObservation(_ operation: Event.Operation) -> Bool {
    switch operation {
    case .read, .query, .discover, .unsupported, .bulk: true
    default: false
    }
  }

  /// Makes the event of a recorded change again: its request, by today's code, on the directory that a
  /// transaction on this provider's log sees, with the recorded time and ids. Nothing is appended.
  ///
  /// - Parameters:
  ///   - recorded: A create, replacement, modification or deletion.
  ///   - isOwn: Whether the service provider wrote the request itself, which it does in the form of 2.0: to set
  ///     the references between resources that a bulk request has created.
  /// - Returns: Nil for an event that holds no such request.
  public func reproduceChange(
    _ recorded: Event, isOwn: Bool, in view: TransactionView
  ) throws -> Decision? {
    try reproduceChange(
      recorded, isOwn: isOwn, in: ProjectedDirectory(log: log, tables: tables, view: view))
  }

  /// The same on any directory.
  package func reproduceChange<State: DirectoryState & ~Escapable>(
    _ recorded: Event, isOwn: Bool, in state: State
  ) throws -> Decision? {
    guard var request = SCIMRequest(recorded: recorded) else { return nil }
    let version = request.version
    if recorded.bulk == nil, version == .v1 {
      request = Version1.canonical(request).request
    } else if isOwn {
      request.version = .v2
    }
    let settings = settings
    let target = RequestTarget(path: request.path, registry: settings.offered)
    switch (target, request.method) {
    case (.collection, "POST"), (.resource, "PUT"), (.resource, "PATCH"), (.resource, "DELETE"): break
    default: return nil
    }
    var plan = Plan(target, request, settings.profile)
    plan.version = version
    plan.bulk = recorded.bulk
    if recorded.bulk != nil { plan.bulkTolerances = recorded.bulkTolerances }
    let context = plan.context(
      request.facts(body: plan.body), recorded.actor, recorded.stamp,
      newResource: recorded.resource ?? .none, position: recorded.position, settings)
    var decision = try plan.decided(in: state, context: context)
    decision.event.position = recorded.position
    return decision
  }

  /// Makes the event of a recorded read, search or request for something else again, on what has been committed
  /// to this provider's log.
  ///
  /// - Parameters:
  ///   - recorded: An event for which ``isObservation(_:)`` holds.
  ///   - changed: The last event that changed the directory, or might show in a resource's history.
  /// - Returns: Nil for an event that holds no such request.
  public func reproduceObservation(_ recorded: Event, changed: Position) throws -> Event? {
    try reproduceObservation(
      recorded, seeing: recorded.snapshot.map { .init(head: $0, isPast: $0 < changed) })
  }

  /// The same in memory.
  ///
  /// - Parameter directory: As it was seen; nil for an event that saw none.
  /// - Throws: `NotInRows` where tables have to be asked.
  package func reproduceObservation(_ recorded: Event, in directory: ReplayedDirectory?) throws -> Event? {
    try reproduceObservation(
      recorded, seeing: directory.map { .init(head: $0.position, isPast: false, memory: .init($0)) })
  }

  private func reproduceObservation(_ recorded: Event, seeing sight: SCIMRequest.Sight?) throws -> Event? {
    guard var request = SCIMRequest(recorded: recorded) else { return nil }
    request.isAnswered = false
    request.sight = sight
    guard let observation = try observation(of: &request, recorded) else { return nil }
    var event = event(
      of: observation.told(of: request), request.facts(body: observation.body), recorded.actor,
      version: request.version, recorded.stamp)
    event.position = recorded.position
    guard let bulk = recorded.bulk else { return event }
    event.bulk = bulk
    event.tolerances = recorded.bulkTolerances
    return event
  }

  func observation(of request: inout SCIMRequest, _ recorded: Event) throws -> Observation? {
    if recorded.bulk == nil, request.version == .v1 {
      let (canonical, suffix) = Version1.canonical(request)
      request = canonical
      if let observation = version1Observation(of: canonical, suffix: suffix) { return observation }
    }
    let target = RequestTarget(path: request.path, registry: settings.offered)
    switch (target, request.method) {
    case (.collection, "POST"), (.resource, "PUT"), (.resource, "PATCH"), (.resource, "DELETE"): return nil
    case (.bulk, "POST") where recorded.bulk == nil: return refusedBulk(&request)
    default:
      // Within a bulk request nothing can be read.
      return recorded.bulk == nil
        ? try observation(of: target, request, recorded.actor) : unsupported(target, request)
    }
  }

  /// A bulk request that is refused as a whole; nil for one that could be carried out.
  private func refusedBulk(_ request: inout SCIMRequest) -> Observation? {
    var body: [UInt8]?
    do throws(SCIMError) {
      _ = try bulkPlan(request, settings, keeping: &body)
      return nil
    } catch {
      var observation = Observation(.bulk, refused: error)
      observation.body = body
      return observation
    }
  }
}

extension Event {
  fileprivate var stamp: EventStamp { EventStamp(id: id, time: time) }

  /// What was accepted in reading it as one of a bulk request; the request as a whole is not kept.
  fileprivate var bulkTolerances: [Tolerance] {
    tolerances.filter { ["methodCase", "patchOperationsAsArray"].contains($0.rule) }
  }
}
