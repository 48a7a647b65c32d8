import AsyncHTTPClient
import Benchmark
import BenchmarkKit
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import SCIMServer
import ScimLedger
import ServiceLifecycle

/// Requests over HTTP on loopback; the client's time counts too.
func measureServer() {
  Benchmark("HTTP, 2000 creates by 32 callers") { benchmark in
    try await withServer { address, token, people in
      let next = Counter()
      benchmark.startMeasurement()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<32 {
          group.addTask {
            while case let index = next.next(), index < 2000 {
              var request = HTTPClientRequest(url: address + "/scim/v2/Users")
              request.method = .POST
              request.headers = ["Authorization": "Bearer \(token)", "Content-Type": "application/scim+json"]
              request.body = .bytes(ByteBuffer(bytes: people.body(index)))
              let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
              let body = try await response.body.collect(upTo: 1 << 20)
              guard response.status.code == 201 else {
                throw BenchmarkError.notCreated(
                  status: Int(response.status.code), body: String(buffer: body))
              }
            }
          }
        }
        try await group.waitForAll()
      }
      benchmark.stopMeasurement()
    }
  }
}

/// Serves a fresh ledger while something is done.
private func withServer(
  _ body: (_ address: String, _ token: String, _ people: People) async throws -> Void
) async throws {
  let suite = try await SuiteLedger(users: 0)
  let token = try await suite.ledger.issueToken(named: "benchmark", client: "benchmark").secret
  var configuration = SCIMServer.Configuration(host: "127.0.0.1", port: 0)
  configuration.controlSocket = false
  // The limit is there against clients that have run wild; here it would be what is measured.
  configuration.rateLimit = RateLimit(requestsPerSecond: 1_000_000) ?? .standard
  var logger = Logger(label: "benchmark")
  logger.logLevel = .error
  let (addresses, found) = AsyncStream.makeStream(of: String.self)
  let server = SCIMServer(ledger: suite.ledger, configuration: configuration, logger: logger) { host, port in
    found.yield("http://127.0.0.1:\(port)")
    found.finish()
  }
  let group = ServiceGroup(services: [server], logger: logger)
  try await withThrowingTaskGroup(of: Void.self) { tasks in
    tasks.addTask { try await group.run() }
    for await address in addresses { try await body(address, "\(token)", suite.people) }
    await group.triggerGracefulShutdown()
    try await tasks.waitForAll()
  }
  await suite.close()
}
