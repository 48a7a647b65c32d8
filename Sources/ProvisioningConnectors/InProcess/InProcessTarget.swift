public import EventLog
import JSONTape
public import Provisioning
public import SCIM
public import ServiceProvider

/// A service provider of this process as the target of a provisioning job, without HTTP between.
public struct InProcessTarget: ProvisioningTarget {
  public let name: String
  private let version: ProtocolVersion
  private let handle: @Sendable (SCIMRequest) async -> SCIMResponse

  /// - Parameter handle: Answers a request on behalf of the job's client.
  public init(
    name: String, version: ProtocolVersion = .v2,
    handle: @escaping @Sendable (SCIMRequest) async -> SCIMResponse
  ) {
    self.name = name
    self.version = version
    self.handle = handle
  }

  public func send(
    _ request: TargetRequest, cycle: Identifier
  ) async throws(TransportFailure) -> TargetResponse {
    let response = await handle(
      SCIMRequest(
        method: request.method, path: request.path, query: request.query,
        body: request.body?.serialized() ?? [], contentType: SCIMMediaType.scim, cycle: cycle,
        version: version))
    let body = response.body.isEmpty ? nil : (try? JSONValue(parsing: response.body))?.objectValue
    let text =
      body == nil && !response.body.isEmpty
      ? String(decoding: response.body.prefix(500), as: UTF8.self) : nil
    return TargetResponse(
      status: response.status, body: body, text: text,
      retryAfter: response.headers.first { $0.name == "Retry-After" }.flatMap { Int($0.value) })
  }
}
