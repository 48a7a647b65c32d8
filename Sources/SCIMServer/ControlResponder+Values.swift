import Hummingbird
import ScimLedger

extension ControlResponder {
  /// The longest body: a group of an import may have a million members.
  private static let longestBody = 32 << 20

  /// The request's body, which must be an object.
  func object(of request: Request) async throws -> JSONObject {
    let body: [UInt8]
    do {
      body = try await request.body.bytes(
        upTo: Self.longestBody, within: .seconds(10),
        declared: request.headers[.contentLength].flatMap(Int.init))
    } catch let failure as BodyFailure {
      throw SCIMError(status: 400, detail: "The body could not be read: \(failure).")
    }
    guard let object = try JSONValue(parsing: body).objectValue else {
      throw SCIMError(status: 400, detail: "The body should be a JSON object.")
    }
    return object
  }

  func text(_ name: String, of object: JSONObject) throws(SCIMError) -> String {
    guard let text = object[name]?.stringValue else {
      throw SCIMError(status: 400, detail: "The body should have the text \(name).")
    }
    return text
  }

  func scope(of object: JSONObject) throws(SCIMError) -> AccessScope {
    guard let text = object["scope"]?.stringValue else { return .all }
    guard let scope = AccessScope(text) else {
      throw SCIMError(status: 400, detail: "The scope should be of scim.read and scim.write.")
    }
    return scope
  }

  func value(of token: AccessToken) -> JSONValue {
    [
      "name": .string(token.name), "client": .string(token.client), "id": .string(token.id.description),
      "scope": .string(token.scope.description), "issued": .string(token.issued.description),
      "revoked": token.revoked.map { .string($0.description) } ?? .null,
    ]
  }

  func value(of client: OAuthClient) -> JSONValue {
    [
      "name": .string(client.name), "client": .string(client.client), "id": .string(client.id.description),
      "scope": .string(client.scope.description), "issued": .string(client.issued.description),
      "revoked": client.revoked.map { .string($0.description) } ?? .null,
      "secrets": .number(JSONNumber(client.usableSecrets.count)),
    ]
  }

  func value(of tenant: (tenant: String?, ledger: ProvisioningLedger)) -> JSONValue {
    [
      "name": tenant.tenant.map(JSONValue.string) ?? .null,
      "settings": .object(tenant.ledger.configuration.json),
    ]
  }

  func refusal(_ code: String, status: Int, detail: String) -> SCIMResponse {
    let body: JSONValue = ["error": .string(code), "detail": .string(detail)]
    return .plain(status, contentType: "application/json", body: body.serialized())
  }

  func refusal(of error: any Error) -> SCIMResponse {
    switch error {
    case let error as LedgerError: refusal(of: error)
    case let error as JSONError: refusal("invalidRequest", status: 400, detail: error.description)
    case let error as SCIMError: refusal("invalidRequest", status: error.status, detail: error.detail)
    default: refusal("failed", status: 500, detail: "\(error)")
    }
  }

  private func refusal(of error: LedgerError) -> SCIMResponse {
    let (code, status) =
      switch error {
      case .tokenNameTaken: ("tokenNameTaken", 409)
      case .invalidTokenName: ("invalidTokenName", 400)
      case .noSuchToken: ("noSuchToken", 404)
      case .noSuchClient: ("noSuchClient", 404)
      case .noSuchTenant: ("noSuchTenant", 404)
      case .rebuildUnderWay: ("rebuildUnderWay", 503)
      case .clientNameTaken, .twoSecrets, .oneSecret, .tenantNameTaken, .noTenants, .exists:
        ("conflict", 409)
      case .invalidTenantName, .unknownProfile: ("invalidRequest", 400)
      default: ("failed", 500)
      }
    return refusal(code, status: status, detail: error.description)
  }
}
