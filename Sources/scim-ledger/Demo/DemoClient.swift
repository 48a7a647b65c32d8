import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ScimLedger

/// Sends what an identity provider's provisioning service sends.
actor DemoClient {
  private static let timeout = TimeAmount.seconds(10)
  private static let largestAnswer = 16 << 20

  private let http: HTTPClient
  private let baseURL: String
  private let token: String
  /// How many requests were answered by the ledger, which records each as one event.
  private(set) var recorded = 0

  /// - Parameter baseURL: Ends in `/scim/v2`.
  init(http: HTTPClient, baseURL: String, token: String) {
    self.http = http
    self.baseURL = baseURL
    self.token = token
  }

  func get(_ target: String) async throws -> DemoAnswer {
    try await send("GET", target, body: nil, token: token)
  }

  func post(_ target: String, _ body: JSONValue) async throws -> DemoAnswer {
    try await send("POST", target, body: body.serialized(), token: token)
  }

  func patch(_ target: String, _ operations: [JSONValue]) async throws -> DemoAnswer {
    try await send("PATCH", target, body: EntraDialect.patch(operations).serialized(), token: token)
  }

  func delete(_ target: String) async throws -> DemoAnswer {
    try await send("DELETE", target, body: nil, token: token)
  }

  /// A body as it is, be it JSON or not.
  func post(_ target: String, text: String) async throws -> DemoAnswer {
    try await send("POST", target, body: Array(text.utf8), token: token)
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
    let answer = DemoAnswer(
      request: "\(method) \(target)", status: Int(response.status.code),
      body: try? JSONValue(parsing: Array(buffer.readableBytesView)))
    if answer.status != 401 { recorded += 1 }
    return answer
  }
}
