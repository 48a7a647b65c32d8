import Directory
import EventLog
import JSONTape
import SCIM

extension ServiceProvider {
  /// What one bulk request may hold, as `ServiceProviderConfig` states it.
  static let bulkLimits = BulkRequest.Limits()

  /// Carries out a bulk request (RFC 7644 §3.7), and answers once all of it is durable.
  ///
  /// Its operations are decided one after the other in one transaction, so that they are durable together;
  /// each leaves its own events, as if it had been sent by itself, and one that is refused leaves the others
  /// alone. A request that can't be carried out at all leaves one event.
  func bulk(_ request: SCIMRequest, _ client: Client) async throws -> SCIMResponse {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    let settings = settings
    var body: [UInt8]?
    let plan: BulkPlan
    do throws(SCIMError) {
      plan = try bulkPlan(request, settings, keeping: &body)
    } catch {
      return try await refuse(Observation(.bulk, refused: error), request, body, client, writer)
    }
    let (results, tolerances) = try await writer.perform(bytes: 2 * request.body.count + 512) {
      [self] transaction, appender in
      var run = BulkRun(self, plan, request, client, settings)
      try run.carryOut(in: transaction, &appender)
      return (run.results.compactMap(\.self), run.tolerances)
    }
    var response = SCIMResponse.json(
      request.version == .v1
        ? BulkResponse(results: results).version1JSON : BulkResponse(results: results).json)
    response.operation = .bulk
    response.tolerances = tolerances
    return response
  }

  /// Reads a bulk request as far as that goes without the directory.
  ///
  /// - Parameter body: Is given the body without passwords.
  /// - Throws: Why the request can't be carried out at all.
  func bulkPlan(
    _ request: SCIMRequest, _ settings: ProviderSettings, keeping body: inout [UInt8]?
  ) throws(SCIMError) -> BulkPlan {
    try Self.bulkLimits.check(payloadSize: request.body.count)
    let value = try request.json()
    body = Redaction.redact(
      Redaction.redactBulk(value), names: Set(settings.registry.types.flatMap(\.secretNames))
    ).serialized()
    var bulk = try BulkRequest(value, limits: Self.bulkLimits, version: request.version)
    if request.version == .v1 { Version1.makeCanonical(&bulk.operations, registry: settings.offered) }
    try settings.profile.check(bulk.tolerances)
    return BulkPlan(bulk, registry: settings.offered, profile: settings.profile)
  }

  private func refuse(
    _ observation: Observation, _ request: SCIMRequest, _ body: [UInt8]?, _ client: Client,
    _ writer: LogWriter
  ) async throws -> SCIMResponse {
    let facts = request.facts(body: body)
    var observation = observation
    observation.cycle = request.cycle
    let refusal = observation
    _ = try await writer.perform(bytes: (facts.body?.count ?? 0) + 512) { [self] transaction, appender in
      try append(
        event(of: refusal, facts, client, version: request.version, stamp()), in: transaction, &appender)
    }
    var response = observation.response
    response.operation = observation.operation
    return response
  }
}
