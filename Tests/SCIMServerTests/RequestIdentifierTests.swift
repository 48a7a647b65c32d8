import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Request identifiers")
struct RequestIdentifierTests {
  @Test("a sane identifier is answered back, another is replaced")
  func answered() async throws {
    try await RunningServer.run { server in
      let sane = try await server.send("GET", "/health/live", headers: ["X-Request-Id": "a-1_b.C"])
      #expect(sane.header("X-Request-Id") == "a-1_b.C")
      let insane = try await server.send("GET", "/health/live", headers: ["X-Request-Id": "a b"])
      let made = try #require(insane.header("X-Request-Id"))
      #expect(made != "a b" && RequestIdentifier.isAcceptable(made))
    }
  }

  @Test(
    "64 characters of a safe alphabet are taken",
    arguments: [
      ("", false), ("a", true), (String(repeating: "a", count: 64), true),
      (String(repeating: "a", count: 65), false), ("a\nb", false), ("ä", false), ("{}", false),
    ])
  func alphabet(text: String, isAcceptable: Bool) {
    #expect(RequestIdentifier.isAcceptable(text) == isAcceptable)
  }
}
