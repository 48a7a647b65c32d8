import HTTPTypes
import Hummingbird
import Logging
import ScimLedger

extension LedgerResponder {
  /// Authenticates a request, reads its body and lets the ledger answer it.
  ///
  /// The body is read only for those who are known, and nobody else's request reaches the log.
  func scim(
    _ request: Request, _ service: Route.Service, path: String, query: String, requestID: String
  ) async throws -> Outcome {
    guard let ledger = tenants.ledger(of: service.tenant) else {
      return Outcome(absence(of: service.tenant), endsConnection: request.mayHaveBody)
    }
    guard
      let baseURL = BaseURL.text(
        publicURL: configuration.publicURL, scheme: configuration.scheme, host: request.head.authority,
        base: service.base)
    else {
      let detail = "The Host header field is missing or not a host: it should read like example.com:8080."
      return Outcome(SCIMError(status: 400, detail: detail), endsConnection: true)
    }
    let grant: Grant
    switch authenticate(request, by: ledger) {
    case .known(let known): grant = known
    case .refused(let response): return Outcome(response, endsConnection: request.mayHaveBody)
    }
    let client = grant.client
    if let delay = limiter.wait(for: grant.credential, within: rateLimit(of: ledger)) {
      return Outcome(rateLimited(for: delay), client: client, endsConnection: request.mayHaveBody)
    }
    let isAllowed = grant.allows(request.method.rawValue, path: path)
    var body: [UInt8] = []
    do {
      if isAllowed { body = try await self.body(of: request) }
    } catch let failure as BodyFailure {
      return Outcome(error(for: failure), client: client, endsConnection: true)
    }
    let cycle = request.headers.first(named: SCIMRequest.cycleHeader).map { value in
      let cycle = SCIMRequest.cycle(inHeader: value)
      if cycle == nil { metrics?.cycleUnreadable() }
      return cycle
    }
    let response = await ledger.handle(
      SCIMRequest(
        method: request.method.rawValue, path: path, query: query, body: body, baseURL: baseURL,
        requestID: requestID, userAgent: request.headers[.userAgent],
        contentType: request.headers[.contentType], accept: request.headers[.accept],
        ifMatch: request.headers[.ifMatch], ifNoneMatch: request.headers[.ifNoneMatch],
        cycle: cycle ?? nil, version: service.version),
      with: grant)
    return Outcome(response, client: client, endsConnection: !isAllowed && request.mayHaveBody)
  }

  private enum Authentication {
    case known(Grant)
    case refused(SCIMResponse)
  }

  private func authenticate(_ request: Request, by ledger: ProvisioningLedger) -> Authentication {
    guard let token = BearerCredentials.token(in: request.headers[.authorization]) else {
      return .refused(unauthenticated("A bearer token is required: Authorization: Bearer TOKEN."))
    }
    if let grant = ledger.authorize(bearer: token) { return .known(grant) }
    return .refused(
      unauthenticated(
        "The bearer token is unknown, revoked or expired.", challenge: ", error=\"invalid_token\""))
  }

  /// The challenge of RFC 6750 §3 in an answer of RFC 7644 §3.12.
  private func unauthenticated(_ detail: String, challenge: String = "") -> SCIMResponse {
    metrics?.requestUnauthenticated()
    return .error(
      SCIMError(status: 401, detail: detail),
      headers: [(name: "WWW-Authenticate", value: "Bearer realm=\"scim-ledger\"" + challenge)])
  }

  /// Not in the log: what a client that has run wild sends must not fill the disk.
  private func rateLimited(for delay: Duration) -> SCIMResponse {
    metrics?.requestRateLimited()
    return .error(
      SCIMError(status: 429, detail: "This token makes too many requests. Try again later."),
      headers: [delay.retryAfter])
  }

  private func body(of request: Request) async throws -> [UInt8] {
    guard request.mayHaveBody else { return [] }
    let declared = request.headers[.contentLength].flatMap(Int.init)
    if let declared, declared > configuration.maximumBodyBytes { throw BodyFailure.tooLarge }
    return try await request.body.bytes(
      upTo: configuration.maximumBodyBytes, within: configuration.requestTimeout, declared: declared)
  }

  private func error(for failure: BodyFailure) -> SCIMError {
    switch failure {
    case .tooLarge:
      SCIMError(
        status: 413,
        detail: "The body is longer than the \(configuration.maximumBodyBytes) bytes that are taken.")
    case .tooSlow:
      SCIMError(
        status: 408,
        detail: "The body did not arrive within \(configuration.requestTimeout.components.seconds) s.")
    case .incomplete:
      SCIMError(status: 400, detail: "The body ended before the length that Content-Length states.")
    }
  }
}
