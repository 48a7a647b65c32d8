import ArgumentParser
import Glibc
import Logging
import Metrics
import NIOCore
import SCIMServer
import ScimLedger
import ServiceLifecycle
import UnixSignals

/// `serve`: SCIM over HTTP until a signal says stop.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve SCIM on a ledger and its tenants, and make the ledger if there is none.",
    discussion: """
      The first line on standard output is `listening on http://HOST:PORT`, with https over TLS; the SCIM base URL is that and
      /scim/v2, a tenant's with /NAME before that. Everything else is said on standard error. SIGTERM and SIGINT end the server after the
      requests under way, with exit code 0; 74 means that a write to disk failed.

      EXAMPLES
        scim-ledger serve
        scim-ledger serve --data /var/lib/scim-ledger --listen 0.0.0.0:8080
        scim-ledger serve --public-url https://scim.example.com
        scim-ledger serve --tls-certificate chain.pem --tls-key key.pem
        scim-ledger serve --rate-limit 200 --token-lifetime 120
      """)

  @OptionGroup var ledger: LedgerOptions

  @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port"))
  var listen = ListenAddress(host: "127.0.0.1", port: 8080)

  @Option(
    help: ArgumentHelp("How clients reach the server, where a proxy stands before it.", valueName: "url"))
  var publicURL: String?

  @Option(
    help:
      "The least level of messages on standard error: trace, debug, info, notice, warning, error, critical.")
  var logLevel = LogLevel.info

  @Option(help: ArgumentHelp("The largest request body taken.", valueName: "bytes"))
  var maxBody = ByteCount(bytes: 4 << 20)

  @Option(
    help: ArgumentHelp(
      "How many requests a second each token may make, 25 or more.", valueName: "count"))
  var rateLimit = RateLimit.standard.requestsPerSecond

  @Option(
    help: ArgumentHelp(
      "How long the access tokens of OAuth clients are good, 60 to 360.", valueName: "minutes"))
  var tokenLifetime = 60

  @Option(
    help: ArgumentHelp("The server's certificates, its own first; TLS 1.2 or later.", valueName: "pem"),
    completion: .file())
  var tlsCertificate: String?

  @Option(
    help: ArgumentHelp("The private key of the first certificate.", valueName: "pem"), completion: .file())
  var tlsKey: String?

  func validate() throws {
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together.")
    }
    guard ledger.tenant == nil else {
      throw ValidationError("serve serves all tenants of the directory; leave --tenant out.")
    }
    guard RateLimit(requestsPerSecond: rateLimit) != nil else {
      throw ValidationError("--rate-limit takes \(RateLimit.lowest) requests a second or more.")
    }
    guard (60...360).contains(tokenLifetime) else {
      throw ValidationError("--token-lifetime takes 60 to 360 minutes.")
    }
  }

  func run() async throws {
    let level = logLevel.level
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = level
      return handler
    }
    let registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)

    let logger = Logger(label: "scim-ledger")
    let certificate = try certificate()
    let provisioningLedger = try ledger.openForWriting()
    var configuration = SCIMServer.Configuration(host: listen.host, port: listen.port)
    configuration.maximumBodyBytes = maxBody.bytes
    configuration.publicURL = publicURL
    configuration.certificate = certificate
    configuration.rateLimit = RateLimit(requestsPerSecond: rateLimit) ?? .standard
    configuration.accessTokenLifetime = .seconds(tokenLifetime * 60)
    let tenants = TenantRegistry(opening: provisioningLedger)
    for (name, reason) in tenants.failures.sorted(by: { $0.key < $1.key }) {
      logger.error("A tenant is not served", metadata: ["tenant": "\(name)", "reason": "\(reason)"])
    }
    let server = SCIMServer(
      tenants: tenants, configuration: configuration, logger: logger, metrics: registry
    ) { host, port in
      Console.line(
        "listening on \(certificate == nil ? "http" : "https")://\(ListenAddress(host: host, port: port))")
    }
    do {
      try await run([server, WriterWatch(tenants: tenants)], logger: logger)
    } catch {
      await tenants.closeTenants()
      await provisioningLedger.close()
      throw explained(error)
    }
    await tenants.closeTenants()
    await provisioningLedger.close()
  }

  private func certificate() throws -> ServerCertificate? {
    guard let tlsCertificate, let tlsKey else { return nil }
    do {
      return try ServerCertificate(certificateFile: tlsCertificate, keyFile: tlsKey)
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
  }

  private func run(_ services: [any Service], logger: Logger) async throws {
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map {
          .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup)
        },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
  }

  private func explained(_ error: any Error) -> any Error {
    guard let error = error as? IOError, let reason = Self.reasons[error.errnoCode] else { return error }
    return CommandFailure(
      .unavailable, "The server can't listen on \(listen): \(reason).",
      next: "Choose another address, such as: scim-ledger serve --listen 127.0.0.1:0\(ledger.suggestion)")
  }

  private static let reasons: [CInt: String] = [
    EADDRINUSE: "another process does", EADDRNOTAVAIL: "this machine does not have that address",
    EACCES: "it is reserved for other users",
  ]
}
