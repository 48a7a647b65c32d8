import ScimLedger
import Testing

@Suite("Health")
struct HealthTests {
  @Test("a server is live and ready without a token")
  func healthy() async throws {
    try await RunningServer.run { server in
      let live = try await server.send("GET", "/health/live")
      #expect(live.status == 200)
      #expect(try live.object["status"] == "live")
      #expect(live.header("Content-Type") == "application/json")
      let ready = try await server.send("GET", "/health/ready")
      #expect(ready.status == 200)
      #expect(try ready.object["status"] == "ready")
    }
  }

  @Test("a server whose ledger is closed is live and not ready")
  func closed() async throws {
    try await RunningServer.run { server in
      await server.ledger.close()
      #expect(try await server.send("GET", "/health/live").status == 200)
      let ready = try await server.send("GET", "/health/ready")
      #expect(ready.status == 503)
      #expect(try ready.object["reason"]?.stringValue?.isEmpty == false)
    }
  }
}
