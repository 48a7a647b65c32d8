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
    abstract: "Serve SCIM 2.0 on a ledger, and make the ledger if there is none.",
    discussion: """
      The first line on standard output is `listening on http://HOST:PORT`; the SCIM base URL is that and
      /scim/v2. Everything else is said on standard error. SIGTERM and SIGINT end the server after the
      requests under way, with exit code 0; 74 means that a write to disk failed.

      EXAMPLES
        scim-ledger serve
        scim-ledger serve --data /var/lib/scim-ledger --listen 0.0.0.0:8080
        scim-ledger serve --public-url https://scim.example.com
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
    let provisioningLedger = try ledger.openForWriting()
    var configuration = SCIMServer.Configuration(host: listen.host, port: listen.port)
    configuration.maximumBodyBytes = maxBody.bytes
    configuration.publicURL = publicURL
    let server = SCIMServer(
      ledger: provisioningLedger, configuration: configuration, logger: logger, metrics: registry
    ) { host, port in
      Console.line("listening on http://\(ListenAddress(host: host, port: port))")
    }
    do {
      try await run([server, WriterWatch(ledger: provisioningLedger)], logger: logger)
    } catch {
      await provisioningLedger.close()
      throw explained(error)
    }
    await provisioningLedger.close()
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
