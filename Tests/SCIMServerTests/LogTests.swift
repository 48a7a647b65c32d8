import Logging
import ScimLedger
import Synchronization
import Testing

@Suite("Structured logs")
struct LogTests {
  final class Lines: Sendable {
    let lines = Mutex<[String]>([])
  }

  struct Recorder: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { $1 }
      lines.lines.withLock { $0.append("\(event.message) \(all)") }
    }
  }

  @Test("a request leaves one line that names the route and the token, not the user or the secret")
  func privacy() async throws {
    let lines = Lines()
    let logger = Logger(label: "test", factory: { _ in Recorder(lines: lines) })
    try await RunningServer.run(logger: logger) { server in
      _ = try await server.scim("POST", "/Users", RunningServer.user("babs@example.com"))
      _ = try await server.scim("GET", "/Users?filter=userName+eq+%22babs%40example.com%22")
      _ = try await server.scim("GET", "/Users/babs@example.com")
      _ = try await server.send("GET", "/scim/v2/babs", authorization: "Bearer slt_wrong")
      let written = lines.lines.withLock { $0 }
      let requests = written.filter { $0.hasPrefix("Request answered") }
      #expect(requests.count == 4)
      #expect(requests.prefix(3).allSatisfy { $0.contains("tests") && $0.contains("duration_ms") })
      #expect(requests.contains { $0.contains("/Users/{id}") })
      #expect(requests.contains { $0.contains("\"operation\": create") || $0.contains("operation=create") })
      for line in written {
        #expect(!line.contains("babs") && !line.contains("filter") && !line.contains("slt_"))
        #expect(!line.contains(server.secret))
      }
    }
  }
}
