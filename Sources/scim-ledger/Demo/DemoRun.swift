import AsyncHTTPClient
import Logging
import NIOCore
import SCIMServer
import ScimLedger
import ServiceLifecycle
import UnixSignals

/// The demo from end to end: a ledger, a real server on it, and an identity provider that talks to it.
struct DemoRun {
  var directory: String
  /// Whether the server stays up afterwards.
  var keepsServing: Bool

  func run() async throws {
    guard DemoDirectory.problems.isEmpty else {
      throw CommandFailure(.failure, DemoDirectory.problems.joined(separator: " "))
    }
    try ProvisioningLedger.create(at: directory)
    let ledger = try ProvisioningLedger(opening: directory)
    do {
      try await run(on: ledger)
    } catch {
      await ledger.close()
      throw error
    }
    await ledger.close()
  }

  private func run(on ledger: ProvisioningLedger) async throws {
    var logger = Logger(label: "scim-ledger") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    let (listening, announce) = AsyncStream<ListenAddress>.makeStream()
    let server = SCIMServer(
      ledger: ledger, configuration: SCIMServer.Configuration(host: "127.0.0.1", port: 0), logger: logger
    ) { host, port in
      announce.yield(ListenAddress(host: host, port: port))
      announce.finish()
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    async let service: Void = group.run()
    do {
      for await address in listening {
        try await converse(with: address, on: ledger)
        if !keepsServing { await group.triggerGracefulShutdown() }
      }
    } catch {
      await group.triggerGracefulShutdown()
      try? await service
      throw error
    }
    try await service
  }

  private func converse(with address: ListenAddress, on ledger: ProvisioningLedger) async throws {
    let baseURL = "http://\(address)/scim/v2"
    Console.line("A ledger in \(directory.visible), a server at \(baseURL),")
    Console.line(
      "and a provisioning job with a source directory of \(DemoDirectory.people.count) people, mapped as Entra does."
        .wrapped(toWidth: Console.width ?? 120, indent: ""))
    let token = try await ledger.issueToken(named: "entra", client: "entra").secret
    let files = DemoJobFiles(folder: directory + "/provisioning")
    try files.write(baseURL: baseURL, token: token)
    try DemoSource(folder: files.source).write()
    try await ProvisioningJob.with(file: files.job, environment: [:]) { opened in
      try await HTTPClient.withHTTPClient(configuration: Self.configuration) { http in
        let client = DemoClient(http: http, baseURL: baseURL, token: token)
        var job = DemoJob(files: files, job: opened, ledger: ledger, client: client)
        try await job.testConnection()
        try await job.initialCycle()
        try await job.incrementalCycle()
        try await job.restart()
        try await job.refusals()
        try job.provisioningPages()
        try await job.findings()
        try await job.proofs()
      }
    }
    showWhatNext(baseURL: baseURL, address: address, token: token, job: files.job)
  }

  private static let configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(5)))

  private func showWhatNext(baseURL: String, address: ListenAddress, token: String, job: String) {
    let program = CommandLine.arguments.first.map { $0.contains("/") ? $0.shellQuoted : "scim-ledger" }
    let command = program ?? "scim-ledger"
    let data = "--data " + directory.shellQuoted
    Console.line("\n" + TextStyle.bold("Try next"))
    Console.line("  \(command) explain tuuli.vainio@example.com \(data)")
    Console.line("  \(command) history noemie.vanderelst@example.com \(data)")
    Console.line("  \(command) log --failed \(data)")
    let provisioning = "--job " + job.shellQuoted
    Console.line("  \(command) sync audit \(provisioning)")
    guard keepsServing else {
      Console.line("  \(command) serve \(data) --listen \(address)")
      Console.line("  # and, when that runs and the files in provisioning/source have been edited:")
      return Console.line("  \(command) sync run \(provisioning)")
    }
    Console.line("  \(command) sync run --dry-run \(provisioning)")
    Console.line("  curl -H 'Authorization: Bearer \(token)' '\(baseURL)/Users?count=2'")
    Console.line("\n" + TextStyle.bold("The server stays up; Control-C ends it."))
    Console.line("  URL    \(baseURL)\n  token  \(token)")
  }
}
