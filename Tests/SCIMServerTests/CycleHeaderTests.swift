import AsyncHTTPClient
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Provisioning-Cycle")
struct CycleHeaderTests {
  static let cycle = "0199c0de-0000-7000-8000-00000000c1c1"

  @Test("the header's cycle stands in the event and is one cycle, in both versions and under any case")
  func named() async throws {
    try await RunningServer.run { server in
      for (base, name, value) in [
        ("/scim/v2", "Provisioning-Cycle", Self.cycle),
        ("/scim/v1", "provisioning-cycle", Self.cycle.uppercased()),
      ] {
        let made = try await server.send(
          "POST", base + "/Users", authorization: "Bearer " + server.secret,
          headers: ["Content-Type": "application/json", name: value],
          body: .bytes(RunningServer.user("user of \(base)").serialized()))
        #expect(made.status == 201)
      }
      let id = try #require(Identifier(Self.cycle))
      let cycle = try #require(try server.ledger.cycle(id))
      #expect(cycle.kind == .marked && cycle.client == "tests" && cycle.counts.created == 2)
      let head = try server.ledger.head()
      #expect(try server.ledger.event(at: head)?.cycle == id)
      #expect(try server.ledger.cycle(of: head) == cycle)
    }
  }

  @Test(
    "a value that names no cycle is as good as none, and is counted",
    arguments: ["", "7", "0199c0de00007000800000000000c1c1", "00000000-0000-0000-0000-000000000000", "{}"])
  func malformed(_ value: String) async throws {
    try await RunningServer.run { server in
      let made = try await server.send(
        "POST", "/scim/v2/Users", authorization: "Bearer " + server.secret,
        headers: ["Content-Type": "application/scim+json", SCIMRequest.cycleHeader: value],
        body: .bytes(RunningServer.user("ana").serialized()))
      #expect(made.status == 201)
      #expect(try server.ledger.cycles().map(\.kind) == [.inferred])
      let metrics = try await server.send("GET", "/metrics").text
      #expect(metrics.contains("\nscim_http_unreadable_cycles_total 1\n"))
    }
  }
}
