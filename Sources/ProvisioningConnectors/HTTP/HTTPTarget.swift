import AsyncHTTPClient
public import EventLog
import JSONTape
import NIOCore
import NIOHTTP1
public import Provisioning
import ServiceProvider
import Synchronization

/// A target that is reached over HTTP: each request is sent once, with the cycle's id in a header.
///
/// A 401 to a token of client credentials means that nothing was done, so the request is sent once more with a
/// fresh token. A token endpoint that gives none is told as the target's own answer would be: 401, or the
/// endpoint's status where that asks to wait.
public struct HTTPTarget: ProvisioningTarget {
  static let userAgent = "scim-ledger/provisioning"

  /// What the bodies of requests and answers are.
  public enum MediaType: String, Sendable, CaseIterable {
    /// RFC 7644 §3.1.
    case scim = "application/scim+json"
    /// SCIM 1.1, and servers that refuse the other.
    case json = "application/json"
  }

  public let name: String

  private let url: String
  private let authorizer: Authorizer
  private let client: ConnectorClient
  /// The headers that all requests of a cycle have.
  private let headers: CycleHeaders
  private let mediaType: String

  /// - Parameters:
  ///   - url: The base URL that paths like `/Users` go below.
  ///   - client: Must be open as long as the target is used.
  /// - Throws: `ConnectorError` for a URL or a token that can't be sent.
  public init(
    url: String, authorization: TargetAuthorization, mediaType: MediaType = .scim, client: ConnectorClient
  ) throws(ConnectorError) {
    let base = try ServerURL(url)
    name = base.description
    self.url = base.description
    authorizer = try Authorizer(authorization, client: client)
    self.client = client
    self.mediaType = mediaType.rawValue
    headers = CycleHeaders(["Accept": mediaType.rawValue, "User-Agent": Self.userAgent])
  }

  public func send(
    _ request: TargetRequest, cycle: Identifier
  ) async throws(TransportFailure) -> TargetResponse {
    let authorization: String?
    do throws(TokenFailure) {
      authorization = try await authorizer.header()
    } catch {
      return try response(to: error)
    }
    var prepared = try prepare(request, headers.of(cycle, authorization))
    let answer = try await client.send(prepared)
    guard answer.status == 401 else { return TargetResponse(answer) }
    do throws(TokenFailure) {
      guard let other = try await authorizer.header(insteadOf: authorization) else {
        return TargetResponse(answer)
      }
      prepared.headers.replaceOrAdd(name: "Authorization", value: other)
    } catch {
      return try response(to: error)
    }
    return TargetResponse(try await client.send(prepared))
  }

  private func prepare(
    _ request: TargetRequest, _ headers: HTTPHeaders
  ) throws(TransportFailure) -> HTTPClientRequest {
    var prepared = HTTPClientRequest(
      url: request.query.isEmpty ? url + request.path : url + request.path + "?" + request.query)
    prepared.method = HTTPMethod(rawValue: request.method)
    prepared.headers = headers
    guard let body = request.body else { return prepared }
    let bytes = body.serialized()
    guard bytes.count <= ConnectorClient.largestBody else {
      throw .other("the request's body of \(bytes.count) bytes is larger than 16 MB and was not sent")
    }
    prepared.headers.add(name: "Content-Type", value: mediaType)
    prepared.body = .bytes(ByteBuffer(bytes: bytes))
    return prepared
  }

  private func response(to failure: TokenFailure) throws(TransportFailure) -> TargetResponse {
    switch failure {
    case .transport(let failure): throw failure
    case .refused(let status, let reason, let retryAfter):
      let mustWait = status == 429 || status >= 500
      return TargetResponse(status: mustWait ? status : 401, text: reason, retryAfter: retryAfter)
    }
  }
}

/// Headers with the id of a cycle and who sends them, kept for the requests that follow.
private final class CycleHeaders: Sendable {
  private let shared: HTTPHeaders
  private let last = Mutex<(cycle: Identifier, authorization: String?, headers: HTTPHeaders)?>(nil)

  init(_ shared: HTTPHeaders) { self.shared = shared }

  func of(_ cycle: Identifier, _ authorization: String?) -> HTTPHeaders {
    last.withLock { last in
      if let last, last.cycle == cycle, last.authorization == authorization { return last.headers }
      var headers = shared
      headers.add(name: SCIMRequest.cycleHeader, value: cycle.description)
      if let authorization { headers.add(name: "Authorization", value: authorization) }
      last = (cycle, authorization, headers)
      return headers
    }
  }
}

extension TargetResponse {
  init(_ answer: HTTPAnswer) {
    self.init(status: answer.status, retryAfter: answer.retryAfter)
    guard !answer.body.isEmpty else { return }
    if let document = try? JSONDocument(parsing: answer.body), document.root.kind == .object {
      self.init(status: answer.status, document: document, retryAfter: answer.retryAfter)
    } else {
      text = answer.excerpt
    }
  }
}
