import AsyncHTTPClient
import BenchmarkKit
import NIOCore
import NIOHTTP1
import ScimLedger

/// The same requests by an HTTP client with nothing above it: no job, no answer that is looked into, no ledger.
struct BareRun {
  var server: ServerProcess
  var atOnce: Int

  /// Sends all and reads the bytes of all answers.
  ///
  /// - Throws: `WrongRun` for an answer that is no success.
  func measure(_ requests: [TargetRequest]) async throws -> Timing {
    let prepared = requests.map { request in
      (
        url: server.url + request.path + (request.query.isEmpty ? "" : "?" + request.query),
        method: HTTPMethod(rawValue: request.method),
        body: request.body.map { ByteBuffer(bytes: $0.serialized()) }
      )
    }
    let headers: HTTPHeaders = [
      "Accept": "application/scim+json", "Authorization": "Bearer \(server.token)",
      "User-Agent": "scim-ledger/provisioning", "Provisioning-Cycle": "01890000-0000-7000-8000-000000000000",
    ]
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = atOnce
    let next = Counter()
    return try await Timing.of {
      try await HTTPClient.withHTTPClient(configuration: configuration) { http in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<atOnce {
            group.addTask {
              while true {
                let index = next.next()
                guard index < prepared.count else { return }
                var request = HTTPClientRequest(url: prepared[index].url)
                request.method = prepared[index].method
                request.headers = headers
                if let body = prepared[index].body {
                  request.headers.add(name: "Content-Type", value: "application/scim+json")
                  request.body = .bytes(body)
                }
                let response = try await http.execute(request, timeout: .seconds(60))
                _ = try await response.body.collect(upTo: 1 << 24)
                guard response.status.code < 300 else {
                  throw WrongRun(
                    "\(request.method) \(request.url) was answered with \(response.status.code).")
                }
              }
            }
          }
          try await group.waitForAll()
        }
      }
    }
  }
}
