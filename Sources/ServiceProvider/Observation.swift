import Directory
import EventLog
import SCIM

/// What a request that changes nothing comes to: its response and what its event will say.
struct Observation: Sendable {
  var response: SCIMResponse
  var operation: Event.Operation
  var outcome: Event.Outcome
  var tolerances: [Tolerance] = []
  var resourceType: String?
  var resource: Identifier?
  var previous: Position?
  /// The log's head in the snapshot that was read.
  var snapshot: Position?
  var results: Int?
  /// The provisioning cycle that the client named.
  var cycle: Identifier?
  /// The JSON body of a search without passwords.
  var body: [UInt8]?

  init(_ operation: Event.Operation, _ response: SCIMResponse) {
    self.operation = operation
    self.response = response
    outcome = .init(status: response.status)
  }

  init(_ operation: Event.Operation, refused error: SCIMError, headers: [(name: String, value: String)] = [])
  {
    self.operation = operation
    response = .error(error, headers: headers)
    outcome = .init(error)
  }

  /// With what the request itself has to tell.
  func told(of request: SCIMRequest) -> Observation {
    var observation = self
    observation.tolerances = request.tolerances + tolerances
    observation.cycle = request.cycle
    return observation
  }
}

extension ServiceProvider {
  /// Queues the observation's event and gives the response, without waiting for the disk.
  ///
  /// - Throws: `EventLogError.queueFull` and the like: what can't be recorded is not answered.
  func record(_ observation: Observation, _ request: SCIMRequest, _ client: Client) throws -> SCIMResponse {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    let (told, version) = (observation.told(of: request), request.version)
    let facts = request.facts(body: observation.body)
    let bytes = request.path.utf8.count + request.query.utf8.count + (observation.body?.count ?? 0) + 256
    if settings.configuration.records(observation.operation) {
      try writer.submit(bytes: bytes) {
        [self] transaction, appender in
        try append(event(of: told, facts, client, version: version, stamp()), in: transaction, &appender)
      } onFailure: { _ in
        // A read's event may be lost; the next write meets the same trouble and reports it.
      }
    }
    var response = observation.response
    response.operation = observation.operation
    response.tolerances = told.tolerances
    return response
  }

  /// The event of an observation.
  func event(
    of observation: Observation, _ facts: Event.Request, _ client: Client, version: ProtocolVersion,
    _ stamp: EventStamp
  ) -> Event {
    var event = Event(
      id: stamp.id, time: stamp.time, operation: observation.operation, actor: client,
      outcome: observation.outcome)
    event.protocolVersion = version.rawValue
    event.request = facts
    event.tolerances = observation.tolerances
    event.resourceType = observation.resourceType
    event.resource = observation.resource
    event.previous = observation.previous
    event.snapshot = observation.snapshot
    event.results = observation.results
    event.cycle = observation.cycle
    return event
  }
}

extension SCIMRequest {
  static let longestUserAgent = 256

  /// The request as its event keeps it: no headers but those that decide something, and no password.
  func facts(body: [UInt8]?) -> Event.Request {
    Event.Request(
      id: requestID, method: method, path: received?.path ?? path,
      query: Redaction.redactQuery(received?.query ?? query),
      userAgent: userAgent.map { String($0.prefix(SCIMRequest.longestUserAgent)) }, ifMatch: ifMatch,
      body: body)
  }
}
