import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ScimLedger

/// Sends requests by hand, of a kind that the provisioning engine does not send.
struct DemoClient: Sendable {
  private static let timeout = TimeAmount.seconds(10)
  private static let largestAnswer = 16 << 20

  private let http: HTTPClient
  private let baseURL: String
  private let token: String

  /// - Parameter baseURL: Ends in `/scim/v2`.
  init(http: HTTPClient, baseURL: String, token: String) {
    self.http = http
    self.baseURL = baseURL
    self.token = token
  }

  func post(_ target: String, _ body: JSONValue) async throws -> DemoAnswer {
    try await send("POST", target, body: body.serialized(), token: token)
  }

  func patch(_ target: String, _ operations: [JSONValue]) async throws -> DemoAnswer {
    try await send("PATCH", target, body: EntraDialect.patch(operations).serialized(), token: token)
  }

  /// A request with a token that nobody issued.
  func getAsStranger(_ target: String) async throws -> DemoAnswer {
    try await send("GET", target, body: nil, token: "slt_nobody-issued-this")
  }

  private func send(
    _ method: String, _ target: String, body: [UInt8]?, token: String
  ) async throws -> DemoAnswer {
    var request = HTTPClientRequest(url: baseURL + target)
    request.method = .init(rawValue: method)
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    request.headers.add(name: "Accept", value: "application/scim+json")
    request.headers.add(name: "User-Agent", value: "scim-ledger-demo (in the Entra dialect)")
    if let body {
      request.headers.add(name: "Content-Type", value: "application/scim+json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response = try await http.execute(request, timeout: Self.timeout)
    let buffer = try await response.body.collect(upTo: Self.largestAnswer)
    return DemoAnswer(
      request: "\(method) \(target)", status: Int(response.status.code),
      body: try? JSONValue(parsing: Array(buffer.readableBytesView)))
  }
}
