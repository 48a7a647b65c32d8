import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import ScimLedger

/// Answers what a ``ControlClient`` asks by way of the control socket.
struct ControlResponder: HTTPResponder {
  let ledger: ProvisioningLedger
  let address: ListeningAddress
  let logger: Logger

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let path = request.head.path ?? ""
    let response: SCIMResponse
    do {
      response = try await answer(request, path: path)
    } catch {
      response = refusal(of: error)
    }
    logger.info(
      "Administrative request answered",
      metadata: [
        "method": "\(request.method.label)",
        "route": path.hasPrefix("/tokens/") ? "/tokens/{name}" : "\(path.prefix(32))",
        "status": "\(response.status)",
      ])
    return Response(response, isHead: request.method == .head)
  }

  private func answer(_ request: Request, path: String) async throws -> SCIMResponse {
    switch (request.method, path) {
    case (.get, "/status"): json(200, status)
    case (.get, "/tokens"): json(200, ["tokens": .array(try ledger.accessTokens().map(value(of:)))])
    case (.post, "/tokens"): try await issueToken(request)
    case (.post, "/rebuild"): try await rebuild()
    case (.delete, _) where path.hasPrefix("/tokens/"):
      json(200, value(of: try await ledger.revokeToken(named: try tokenName(in: path))))
    default: refusal("unknownCall", status: 404, detail: "\(request.method) is not known for this path.")
    }
  }

  private var status: JSONValue {
    [
      "pid": .number(JSONNumber(Int(ProcessInfo.processInfo.processIdentifier))),
      "listening": address.description.map(JSONValue.string) ?? .null,
      "version": .string(SCIMServer.version),
    ]
  }

  private func issueToken(_ request: Request) async throws -> SCIMResponse {
    let body: [UInt8]
    do {
      body = try await request.body.bytes(
        upTo: 1 << 16, within: .seconds(10), declared: request.headers[.contentLength].flatMap(Int.init))
    } catch let failure as BodyFailure {
      return refusal("invalidRequest", status: 400, detail: "The body could not be read: \(failure).")
    }
    guard let object = try JSONValue(parsing: body).objectValue, let name = object["name"]?.stringValue else {
      return refusal(
        "invalidRequest", status: 400, detail: "The body should read {\"name\": \"…\", \"client\": \"…\"}.")
    }
    let issued = try await ledger.issueToken(named: name, client: object["client"]?.stringValue)
    guard case .object(var answer) = value(of: issued.token) else {
      return refusal("internal", status: 500, detail: "The token could not be written.")
    }
    answer["secret"] = .string(issued.secret)
    return json(201, .object(answer))
  }

  private func rebuild() async throws -> SCIMResponse {
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

  private func tokenName(in path: String) throws -> String {
    let encoded = path.dropFirst("/tokens/".count)
    guard let name = String(percentDecoding: encoded) else {
      throw SCIMError(status: 400, detail: "The token's name is not percent-encoded UTF-8.")
    }
    return name
  }

  private func value(of token: AccessToken) -> JSONValue {
    [
      "name": .string(token.name), "client": .string(token.client), "id": .string(token.id.description),
      "issued": .string(token.issued.description),
      "revoked": token.revoked.map { .string($0.description) } ?? .null,
    ]
  }

  private func json(_ status: Int, _ value: JSONValue) -> SCIMResponse {
    .plain(status, contentType: "application/json", body: value.serialized())
  }

  private func refusal(_ code: String, status: Int, detail: String) -> SCIMResponse {
    json(status, ["error": .string(code), "detail": .string(detail)])
  }

  private func refusal(of error: any Error) -> SCIMResponse {
    switch error {
    case LedgerError.tokenNameTaken: refusal("tokenNameTaken", status: 409, detail: "\(error)")
    case LedgerError.invalidTokenName: refusal("invalidTokenName", status: 400, detail: "\(error)")
    case LedgerError.noSuchToken: refusal("noSuchToken", status: 404, detail: "\(error)")
    case LedgerError.rebuildUnderWay: refusal("rebuildUnderWay", status: 409, detail: "\(error)")
    case let error as JSONError: refusal("invalidRequest", status: 400, detail: error.description)
    case let error as SCIMError: refusal("invalidRequest", status: error.status, detail: error.detail)
    default: refusal("failed", status: 500, detail: "\(error)")
    }
  }
}
