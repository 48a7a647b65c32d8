import ArgumentParser
import Foundation
import Logging
import SCIMServer
import ScimLedger
import ServiceLifecycle

/// What runs in the server's process, until its standard input ends.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves a fresh ledger for the measurement.", shouldDisplay: false)

  @Option
  var directory: String

  func run() async throws {
    try ProvisioningLedger.create(at: directory)
    let ledger = try ProvisioningLedger(opening: directory)
    let token = try await ledger.issueToken(named: "benchmark", client: "benchmark").secret
    var configuration = SCIMServer.Configuration(host: "127.0.0.1", port: 0)
    configuration.controlSocket = false
    // The limit is there against clients that have run wild; here it would be what is measured.
    configuration.rateLimit = RateLimit(requestsPerSecond: 1_000_000) ?? .standard
    var logger = Logger(label: "benchmark")
    logger.logLevel = .error
    let server = SCIMServer(ledger: ledger, configuration: configuration, logger: logger) { host, port in
      FileHandle.standardOutput.write(Data("http://\(host):\(port)/scim/v2 \(token)\n".utf8))
    }
    let group = ServiceGroup(services: [server], logger: logger)
    Thread.detachNewThread {
      while let data = try? FileHandle.standardInput.read(upToCount: 1 << 10), !data.isEmpty {}
      Task { await group.triggerGracefulShutdown() }
    }
    try await group.run()
    await ledger.close()
  }
}
