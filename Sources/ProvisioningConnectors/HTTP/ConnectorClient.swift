import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOSSL

/// The HTTP connections that a job's source and target are reached by.
///
/// ```swift
/// try await ConnectorClient.with(.init(timeoutSeconds: 30)) { client in
///   let target = try HTTPTarget(url: "https://example.com/scim/v2", authorization: .bearer(token), client: client)
///   …
/// }
/// ```
/// Connections are kept open between requests. No redirect is followed, since a token would go with it.
public struct ConnectorClient: Sendable {
  /// How servers are reached.
  public struct Settings: Sendable, Hashable {
    /// From the first byte of a request to the last one of its answer; a day at most.
    public var timeoutSeconds: Int
    /// How many connections to one host are open at once.
    public var connections: Int
    /// A PEM file of the certificates to trust instead of the system's, for an authority of one's own.
    public var trustRootsFile: String?

    public init(timeoutSeconds: Int = 30, connections: Int = 16, trustRootsFile: String? = nil) {
      self.timeoutSeconds = timeoutSeconds
      self.connections = connections
      self.trustRootsFile = trustRootsFile
    }
  }

  /// The largest body that is sent or read, in bytes.
  static let largestBody = 16 << 20

  let client: HTTPClient
  let timeout: TimeAmount

  /// Runs `body` with a client, whose connections are closed when it ends. The client is not to be kept longer.
  ///
  /// - Throws: `ConnectorError` where the trust roots can't be read, and what `body` throws.
  public static func with<Value>(
    _ settings: Settings, _ body: (ConnectorClient) async throws -> Value
  ) async throws -> Value {
    let timeout = TimeAmount.seconds(Int64(min(max(1, settings.timeoutSeconds), 86_400)))
    let client = HTTPClient(
      eventLoopGroupProvider: .singleton, configuration: try configuration(settings, timeout: timeout))
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(ConnectorClient(client: client, timeout: timeout)))
    } catch {
      result = .failure(error)
    }
    try await client.shutdown()
    return try result.get()
  }

  private static func configuration(
    _ settings: Settings, timeout: TimeAmount
  ) throws(ConnectorError) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow, timeout: .init(connect: min(timeout, .seconds(10)), read: timeout))
    configuration.httpVersion = .http1Only
    configuration.connectionPool.idleTimeout = .seconds(30)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, settings.connections)
    // Who must try again is told so at once; when to do it is not the pool's to decide.
    configuration.connectionPool.retryConnectionEstablishment = false
    if let file = settings.trustRootsFile {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .certificates(try certificates(in: file))
      configuration.tlsConfiguration = tls
    }
    return configuration
  }

  private static func certificates(in file: String) throws(ConnectorError) -> [NIOSSLCertificate] {
    do {
      let certificates = try NIOSSLCertificate.fromPEMBytes([UInt8](Data(contentsOf: URL(filePath: file))))
      if !certificates.isEmpty { return certificates }
    } catch {}
    throw ConnectorError("\(file): no certificates can be read there; a PEM file of trust roots is expected")
  }
}

/// A connector that can't work as it was set up.
public struct ConnectorError: Error, Sendable, Hashable, CustomStringConvertible {
  public var reason: String

  public init(_ reason: String) {
    self.reason = reason
  }

  public var description: String { reason }
}
