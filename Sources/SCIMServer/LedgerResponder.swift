import HTTPTypes
import Hummingbird
import Logging
import ScimLedger

/// Answers the requests of one server: finds the route, asks the tenant's ledger, counts and logs.
struct LedgerResponder: HTTPResponder {
  let tenants: TenantRegistry
  let configuration: SCIMServer.Configuration
  let logger: Logger
  let metrics: ServerMetrics?
  let limiter = RateLimiter()

  /// What became of a request, as its log line and metrics state it.
  struct Outcome {
    var response: SCIMResponse
    var client: Client?
    /// The request's body, or what follows of it, is not wanted any more.
    var endsConnection = false

    init(_ response: SCIMResponse, client: Client? = nil, endsConnection: Bool = false) {
      self.response = response
      self.client = client
      self.endsConnection = endsConnection
    }

    init(_ error: SCIMError, client: Client? = nil, endsConnection: Bool = false) {
      self.init(SCIMResponse.error(error), client: client, endsConnection: endsConnection)
    }
  }

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let started = ContinuousClock.now
    let route = Route(target: request.head.path ?? "")
    let requestID = RequestIdentifier.text(from: request.headers.first(named: RequestIdentifier.headerName))
    metrics?.requestStarted()
    defer { metrics?.requestFinished() }
    var outcome = try await outcome(of: request, to: route, requestID: requestID)
    if case .scim(let service, _, _) = route {
      outcome.response = outcome.response.written(in: service.version)
    }
    outcome.response.headers.append((name: RequestIdentifier.headerName, value: requestID))
    if outcome.endsConnection, context.mayClose {
      outcome.response.headers.append((name: "Connection", value: "close"))
      context.closeSoon()
    }
    context.closeUnlessRead(within: configuration.requestTimeout)
    record(outcome, of: request, to: route, requestID: requestID, duration: .now - started)
    return Response(outcome.response, isHead: request.method == .head)
  }

  private func outcome(of request: Request, to route: Route, requestID: String) async throws -> Outcome {
    guard request.headerBytes <= configuration.maximumHeaderBytes else {
      let detail =
        "The request's target and header fields take \(request.headerBytes) bytes; "
        + "at most \(configuration.maximumHeaderBytes) are taken."
      return Outcome(SCIMError(status: 431, detail: detail), endsConnection: true)
    }
    switch route {
    case .scim(let service, let path, let query):
      return try await scim(request, service, path: path, query: query, requestID: requestID)
    case .token(let tenant):
      guard let ledger = tenants.ledger(of: tenant) else {
        return Outcome(absence(of: tenant), endsConnection: request.mayHaveBody)
      }
      return try await token(request, for: ledger)
    case .live, .ready, .metrics:
      guard request.method == .get || request.method == .head else {
        let error = SCIMError(status: 405, detail: "\(route.label) answers GET only.")
        return Outcome(
          SCIMResponse.error(error, headers: [(name: "Allow", value: "GET, HEAD")]),
          endsConnection: request.mayHaveBody)
      }
      return Outcome(observation(of: route), endsConnection: request.mayHaveBody)
    case .unknown:
      let detail =
        "Nothing is served at this path. SCIM is served under \(Route.base(of: .v2)), "
        + "a tenant's under /NAME\(Route.base(of: .v2))."
      return Outcome(SCIMError(status: 404, detail: detail), endsConnection: request.mayHaveBody)
    }
  }

  private func observation(of route: Route) -> SCIMResponse {
    switch route {
    case .ready: return HealthReport.readiness(of: tenants.main).response
    case .metrics:
      guard let metrics else {
        return .error(SCIMError(status: 404, detail: "This server was started without metrics."))
      }
      return metrics.response(observing: tenants, logger: logger)
    default: return HealthReport.live.response
    }
  }

  /// The refusal for a tenant that is not here, or not now.
  func absence(of tenant: String?) -> SCIMError {
    guard let tenant, tenants.failures[tenant] != nil else {
      return SCIMError(status: 404, detail: "There is no tenant of this name.")
    }
    return SCIMError(status: 503, detail: "This tenant's ledger could not be opened; the others are served.")
  }

  /// What holds for each token: the ledger's own limit, or the server's.
  func rateLimit(of ledger: ProvisioningLedger) -> RateLimit {
    ledger.configuration.requestsPerSecond.flatMap { RateLimit(requestsPerSecond: $0) }
      ?? configuration.rateLimit
  }

  private func record(
    _ outcome: Outcome, of request: Request, to route: Route, requestID: String, duration: Duration
  ) {
    let status = outcome.response.status
    let method = request.method.label
    metrics?.requestAnswered(
      method: method, route: route.label, tenant: servedTenant(of: route), status: status,
      duration: duration, tolerances: outcome.response.tolerances)
    var metadata: Logger.Metadata = [
      "method": "\(method)", "route": "\(route.label)", "status": "\(status)",
      "duration_ms": "\(duration.milliseconds)", "request_id": "\(requestID)",
    ]
    if let tenant = servedTenant(of: route) { metadata["tenant"] = "\(tenant)" }
    if let client = outcome.client { metadata["token"] = "\(client.name)" }
    if let operation = outcome.response.operation { metadata["operation"] = "\(operation.name)" }
    let level: Logger.Level =
      switch route {
      case .live, .ready, .metrics: .debug
      case .scim, .token, .unknown: status >= 500 ? .warning : .info
      }
    logger.log(level: level, "Request answered", metadata: metadata)
  }

  /// The tenant's name where there is such a tenant: clients may invent names, but not of time series.
  private func servedTenant(of route: Route) -> String? {
    route.tenant.flatMap { tenants.ledger(of: $0) == nil ? nil : $0 }
  }
}
