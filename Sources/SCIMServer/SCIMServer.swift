import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
public import ScimLedger
public import ServiceLifecycle

/// A provisioning ledger served over HTTP: the SCIM protocol under `/scim/v2` (RFC 7644), health under
/// `/health/live` and `/health/ready`, and metrics under `/metrics`.
///
/// ```swift
/// let server = SCIMServer(ledger: ledger, configuration: .init(port: 8080), logger: logger)
/// try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm], logger: logger).run()
/// await ledger.close()
/// ```
///
/// On graceful shutdown it takes no more connections, finishes the requests under way, and removes its
/// control socket. The ledger stays open: whoever opened it closes it.
public struct SCIMServer: Service {
  /// The version stated to a ``ControlClient``.
  public static let version = "0.1.0"

  private let tenants: TenantRegistry
  private let configuration: Configuration
  private let logger: Logger
  private let metrics: PrometheusRegistry?
  private let onListening: @Sendable (_ host: String, _ port: Int) -> Void

  /// Serves one ledger alone.
  public init(
    ledger: ProvisioningLedger, configuration: Configuration = Configuration(), logger: Logger,
    metrics: PrometheusRegistry? = nil,
    onListening: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
  ) {
    self.init(
      tenants: TenantRegistry(only: ledger), configuration: configuration, logger: logger, metrics: metrics,
      onListening: onListening)
  }

  /// Serves a ledger and its tenants' ones, each under a path that starts with the tenant's name.
  ///
  /// - Parameters:
  ///   - metrics: Where requests are counted and what `/metrics` shows; without one there is no `/metrics`.
  ///   - onListening: Called once, when connections are taken, with the port that was bound.
  public init(
    tenants: TenantRegistry, configuration: Configuration = Configuration(), logger: Logger,
    metrics: PrometheusRegistry? = nil,
    onListening: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
  ) {
    self.tenants = tenants
    self.configuration = configuration
    self.logger = logger
    self.metrics = metrics
    self.onListening = onListening
  }

  /// Serves until a graceful shutdown or cancellation.
  ///
  /// - Throws: What kept the server from listening: the address is taken or not this machine's, or the
  ///   control socket could not be made.
  public func run() async throws {
    let address = ListeningAddress()
    guard configuration.controlSocket else {
      return try await run(try application(announcing: address), after: nil)
    }
    let socket = try await ControlSocket(tenants: tenants, address: address, logger: logger)
    defer { socket.remove() }
    try await run(try application(announcing: address), after: socket)
  }

  private func run(_ application: Application<LedgerResponder>, after socket: ControlSocket?) async throws {
    guard let socket else {
      return try await ServiceGroup(configuration: .init(services: [application], logger: logger.quiet)).run()
    }
    // Who sees the server listening may administer it at once, so the control socket comes first.
    let (ready, announceReady) = AsyncStream<Void>.makeStream()
    let control = try socket.application {
      announceReady.yield()
      announceReady.finish()
    }
    var application = application
    application.beforeServerStarts {
      for await _ in ready { return }
    }
    try await ServiceGroup(configuration: .init(services: [control, application], logger: logger.quiet)).run()
  }

  private func application(
    announcing address: ListeningAddress
  ) throws -> Application<LedgerResponder> {
    let host = configuration.host
    let scheme = configuration.scheme
    let onListening = onListening
    let wantedPort = configuration.port
    let http = HTTPServerBuilder.http1(
      configuration: .init(
        idleTimeout: TimeAmount(configuration.idleTimeout),
        httpDecoderConfiguration: configuration.decoderLimits))
    return Application(
      responder: LedgerResponder(
        tenants: tenants, configuration: configuration, logger: logger,
        metrics: metrics.map(ServerMetrics.init(registry:))),
      server: try configuration.certificate.map {
        try .tls(http, tlsConfiguration: $0.configuration)
      } ?? http,
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: wantedPort),
        availableConnectionsDelegate: configuration.maximumConnections.map {
          MaximumAvailableConnections(max(1, $0), logger: logger.quiet)
        }),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? wantedPort
        address.set(scheme: scheme, host: host, port: port)
        onListening(host, port)
      },
      logger: logger.quiet)
  }
}
