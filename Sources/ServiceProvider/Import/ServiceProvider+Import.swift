public import Directory
public import EventLog
import JSONTape
public import LMDB
import Projections
import SCIM

extension ServiceProvider {
  /// Takes resources in, each as one event like that of a client's request, all in one commit; they are durable when
  /// this returns.
  ///
  /// One whose event the log has already is passed over.
  ///
  /// - Returns: What came of each, in their order.
  /// - Throws: What keeps all of them from being written; a refusal is a result.
  public func take(
    _ resources: [ImportedResource], _ rules: ImportRules, as client: Client
  ) async throws -> [ImportResult] {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    let settings = self.settings
    // Reading needs no directory, so that it is done before others are kept waiting.
    let arrivals = resources.map { ImportArrival($0, rules, settings) }
    let bytes = arrivals.reduce(0) { $0 + $1.size }
    return try await writer.perform(bytes: bytes) { [self] transaction, appender in
      try arrivals.map { try settle($0, rules, client, settings, in: transaction, &appender).result }
    }
  }

  /// The same inside a transaction that is under way.
  public func take(
    _ resources: [ImportedResource], _ rules: ImportRules, as client: Client,
    in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws -> [ImportResult] {
    let settings = self.settings
    var results: [ImportResult] = []
    for resource in resources {
      let arrival = ImportArrival(resource, rules, settings)
      results.append(try settle(arrival, rules, client, settings, in: transaction, &appender).result)
    }
    return results
  }

  /// What came of a resource whose event the log has; nil where it has none.
  func known(
    _ event: Identifier, in transaction: borrowing WriteTransaction
  ) throws -> ImportResult? {
    guard let known = try log.position(of: event, in: transaction.view) else { return nil }
    guard let record = try log.record(at: known, in: transaction.view) else {
      throw EventLogError.missingRecord(known)
    }
    return ImportResult(try EventCodec.event(record), isKnown: true)
  }

  /// - Returns: What came of it, with the event that was appended.
  func settle(
    _ arrival: ImportArrival, _ rules: ImportRules, _ client: Client, _ settings: ProviderSettings,
    in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws -> (result: ImportResult, event: Event?) {
    guard let creation = arrival.creation, let type = arrival.type else {
      let error = SCIMError.invalidValue("There is no resource type \(arrival.resource.type) here.")
      return (ImportResult(.refused, error: error), nil)
    }
    if let known = try known(arrival.resource.event, in: transaction) { return (known, nil) }
    let directory = try ProjectedDirectory(log: log, tables: tables, view: transaction.view)
    var (plan, request) = creation
    if rules.updatesExisting, let present = try arrival.present(in: directory, owner: client.client) {
      (plan, request) = arrival.update(of: present, as: type, rules, settings)
    }
    let stamp = EventStamp(id: arrival.resource.event, time: DateTime(microseconds: clock.next()))
    let context = plan.context(
      request.facts(body: plan.body), client, stamp, newResource: identifier(at: stamp.time.microseconds),
      position: appender.head.next, settings)
    var decision = try plan.decided(in: directory, context: context)
    if decision.event.isUnchanged {
      return (ImportResult(.unchanged, resource: decision.resource?.id), nil)
    }
    do {
      decision.event.position = try append(decision.event, in: transaction, &appender)
    } catch EventLogError.recordTooLarge {
      let error = SCIMError(status: 413, detail: "The resource is too large to be kept.")
      return (ImportResult(.refused, error: error), nil)
    }
    for consequence in decision.consequences { try append(consequence, in: transaction, &appender) }
    return (ImportResult(decision.event, isKnown: false), decision.event)
  }
}

extension ImportResult {
  fileprivate init(_ event: Event, isKnown: Bool) {
    guard event.isRefused else {
      self.init(
        event.operation == .create ? .created : .updated, position: event.position, resource: event.resource,
        isKnown: isKnown)
      return
    }
    let outcome = event.outcome
    self.init(
      .refused, position: event.position, isKnown: isKnown,
      error: SCIMError(
        status: outcome.status, scimType: outcome.scimType.flatMap { SCIMErrorType(rawValue: $0) },
        detail: outcome.detail ?? ""))
  }
}
