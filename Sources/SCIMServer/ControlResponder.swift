import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import ScimLedger

/// Answers what a ``ControlClient`` asks by way of the control socket.
///
/// What is about one tenant stands below `/tenants/NAME`; without that it is about the default tenant.
struct ControlResponder: HTTPResponder {
  let tenants: TenantRegistry
  let address: ListeningAddress
  let logger: Logger

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let segments = (request.head.path ?? "").split(separator: "/", omittingEmptySubsequences: false)
      .dropFirst()
    let response: SCIMResponse
    do {
      let path = try segments.map { segment in
        guard let text = String(percentDecoding: segment) else {
          throw SCIMError(status: 400, detail: "The path is not percent-encoded UTF-8.")
        }
        return text
      }
      response = try await answer(request, path: path)
    } catch {
      response = refusal(of: error)
    }
    logger.info(
      "Administrative request answered",
      metadata: [
        "method": "\(request.method.label)", "route": "\(label(of: segments))",
        "status": "\(response.status)",
      ])
    return Response(response, isHead: request.method == .head)
  }

  /// The path with the names in it left out.
  private func label(of segments: ArraySlice<Substring>) -> String {
    segments.enumerated().map { index, segment in
      index % 2 == 0
        && [
          "status", "tokens", "clients", "tenants", "rebuild", "settings", "schemas", "provisioning-log",
          "import",
        ]
        .contains(segment)
        ? "/\(segment)" : "/{}"
    }.joined()
  }

  private func answer(_ request: Request, path: [String]) async throws -> SCIMResponse {
    switch (request.method, path) {
    case (.get, ["status"]): return json(200, status)
    case (.get, ["tenants"]): return json(200, ["tenants": .array(tenants.ledgers.map(value(of:)))])
    case (.post, ["tenants"]): return try await createTenant(request)
    case _ where path.first == "tenants" && path.count > 2:
      guard let ledger = tenants.ledger(of: path[1]) else { throw LedgerError.noSuchTenant(path[1]) }
      return try await answer(request, path: Array(path.dropFirst(2)), on: ledger)
    default: return try await answer(request, path: path, on: tenants.main)
    }
  }

  private func answer(
    _ request: Request, path: [String], on ledger: ProvisioningLedger
  ) async throws -> SCIMResponse {
    switch (request.method, path.count == 1 ? path[0] : "") {
    case (.get, "tokens"): return json(200, ["tokens": .array(try ledger.accessTokens().map(value(of:)))])
    case (.post, "tokens"): return try await issueToken(request, on: ledger)
    case (.get, "clients"): return json(200, ["clients": .array(try ledger.oauthClients().map(value(of:)))])
    case (.post, "clients"): return try await createClient(request, on: ledger)
    case (.post, "rebuild"): return try await rebuild(ledger)
    case (.get, "settings"): return json(200, .object(ledger.configuration.json))
    case (.put, "settings"):
      try await ledger.configure(LedgerConfiguration(try await object(of: request)))
      return json(200, .object(ledger.configuration.json))
    case (.post, "schemas"):
      try await ledger.registerSchemas(.object(try await object(of: request)))
      return json(201, .object([:]))
    case (.post, "import"): return json(200, try await take(request, on: ledger))
    case (.post, "provisioning-log"): return json(200, try await importProvisioningLog(request, on: ledger))
    default: break
    }
    switch (request.method, path.first ?? "", path.dropFirst().first ?? "", path.dropFirst(2).first) {
    case (.delete, "tokens", let name, nil):
      return json(200, value(of: try await ledger.revokeToken(named: name)))
    case (.delete, "clients", let name, nil):
      return json(200, value(of: try await ledger.revokeClient(named: name)))
    case (.post, "clients", let name, "rotate"):
      return issued(try await ledger.rotateClientSecret(named: name))
    case (.post, "clients", let name, "retire"):
      return json(200, value(of: try await ledger.retireClientSecrets(named: name)))
    default:
      return refusal("unknownCall", status: 404, detail: "\(request.method) is not known for this path.")
    }
  }

  private var status: JSONValue {
    [
      "pid": .number(JSONNumber(Int(ProcessInfo.processInfo.processIdentifier))),
      "listening": address.description.map(JSONValue.string) ?? .null,
      "version": .string(SCIMServer.version),
    ]
  }

  private func createTenant(_ request: Request) async throws -> SCIMResponse {
    let object = try await object(of: request)
    let name = try text("name", of: object)
    var configuration: LedgerConfiguration?
    if let settings = object["settings"]?.objectValue { configuration = LedgerConfiguration(settings) }
    let ledger = try await tenants.create(named: name, configuration: configuration)
    return json(201, value(of: (tenant: name, ledger: ledger)))
  }

  private func issueToken(_ request: Request, on ledger: ProvisioningLedger) async throws -> SCIMResponse {
    let object = try await object(of: request)
    let token = try await ledger.issueToken(
      named: try text("name", of: object), client: object["client"]?.stringValue, scope: try scope(of: object)
    )
    guard case .object(var answer) = value(of: token.token) else {
      return refusal("internal", status: 500, detail: "The token could not be written.")
    }
    answer["secret"] = .string(token.secret)
    return json(201, .object(answer))
  }

  private func createClient(_ request: Request, on ledger: ProvisioningLedger) async throws -> SCIMResponse {
    let object = try await object(of: request)
    return issued(
      try await ledger.createClient(
        named: try text("name", of: object), client: object["client"]?.stringValue,
        scope: try scope(of: object)))
  }

  private func rebuild(_ ledger: ProvisioningLedger) async throws -> SCIMResponse {
    let report = try await ledger.rebuild { _, _ in }
    return json(
      200,
      [
        "events": .number(JSONNumber(Int(clamping: report.events))),
        "rows": .number(JSONNumber(Int(clamping: report.rows))),
        "wereEqual": .bool(report.wereEqual),
        "differences": .array(report.differences.map(JSONValue.string)),
      ])
  }

  private func issued(_ client: IssuedClient) -> SCIMResponse {
    guard case .object(var answer) = value(of: client.client) else {
      return refusal("internal", status: 500, detail: "The client could not be written.")
    }
    answer["secret"] = .string(client.secret)
    return json(201, .object(answer))
  }

  private func json(_ status: Int, _ value: JSONValue) -> SCIMResponse {
    .plain(status, contentType: "application/json", body: value.serialized())
  }
}
