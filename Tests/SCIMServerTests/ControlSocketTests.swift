import FoundationEssentials
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Control socket")
struct ControlSocketTests {
  private static func client(of server: RunningServer) async throws -> ControlClient {
    try #require(try await ControlClient.connect(directory: server.directory))
  }

  private static func isAbsent(in directory: String) async throws -> Bool {
    try await ControlClient.connect(directory: directory) == nil
  }

  @Test("the socket is its owner's alone, states the server, and goes with it")
  func lifetime() async throws {
    try await TemporaryLedger.with { ledger in
      let path = ledger.directory + "/control.sock"
      try await RunningServer.run(ledger) { server in
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions].map { "\($0)" } == String(0o600))
        let status = try await Self.client(of: server).status()
        #expect(status.processID == Int(ProcessInfo.processInfo.processIdentifier))
        #expect(status.listening == "http://127.0.0.1:\(server.port)")
        #expect(status.version == SCIMServer.version)
        #expect(!FileManager.default.fileExists(atPath: server.directory + "/.control"))
      }
      #expect(!FileManager.default.fileExists(atPath: path))
      let isAbsent = try await Self.isAbsent(in: ledger.directory)
      #expect(isAbsent)
    }
  }

  @Test("tokens are issued, listed and revoked while the server runs")
  func tokens() async throws {
    try await RunningServer.run { server in
      let control = try await Self.client(of: server)
      let issued = try await control.issueToken(named: "entra", client: "tenant")
      #expect(issued.token.name == "entra" && issued.token.client == "tenant" && issued.token.revoked == nil)
      let authorization = "Bearer " + issued.secret
      #expect(try await server.send("GET", "/scim/v2/Users", authorization: authorization).status == 200)
      let names = try await control.tokens().map(\.name)
      #expect(names == ["tests", "entra"])
      await #expect(throws: ControlError.tokenNameTaken("entra")) {
        try await control.issueToken(named: "entra")
      }
      let revoked = try await control.revokeToken(named: "entra")
      #expect(revoked.revoked != nil)
      #expect(try await server.send("GET", "/scim/v2/Users", authorization: authorization).status == 401)
      await #expect(throws: ControlError.noSuchToken("a/b c")) {
        try await control.revokeToken(named: "a/b c")
      }
      let tokens = try await control.tokens()
      #expect(tokens.contains { $0.revoked != nil })
    }
  }

  @Test("the projections are rebuilt while the server runs")
  func rebuild() async throws {
    try await RunningServer.run { server in
      for name in ["a", "b"] { _ = try await server.scim("POST", "/Users", RunningServer.user(name)) }
      let report = try await Self.client(of: server).rebuild()
      #expect(report.wereEqual && report.differences.isEmpty)
      #expect(report.events >= 3)
      #expect(try await server.scim("POST", "/Users", RunningServer.user("c")).status == 201)
    }
  }

  @Test("the public port does not administer")
  func separate() async throws {
    try await RunningServer.run { server in
      for path in ["/tokens", "/status", "/rebuild", "/scim/v2/tokens"] {
        let answer = try await server.send("POST", path, authorization: "Bearer " + server.secret)
        #expect(answer.status == 404)
      }
    }
  }

  @Test("a directory's path may be longer than a socket's address")
  func longPath() async throws {
    let name = String(repeating: "long-directory-name/", count: 10) + "end"
    try await TemporaryLedger.with(named: name) { ledger in
      try await RunningServer.run(ledger) { server in
        #expect(server.directory.utf8.count > 200)
        let status = try await Self.client(of: server).status()
        #expect(status.listening != nil)
      }
    }
  }

  @Test("a socket left behind is replaced, one that answers is not")
  func stale() async throws {
    try await TemporaryLedger.with { ledger in
      let path = ledger.directory + "/control.sock"
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
      let isAbsent = try await Self.isAbsent(in: ledger.directory)
      #expect(isAbsent)
      try await RunningServer.run(ledger) { server in
        let status = try await Self.client(of: server).status()
        #expect(status.listening != nil)
        let second = SCIMServer(
          ledger: ledger, configuration: .init(host: "127.0.0.1", port: 0), logger: .silent)
        await #expect(throws: ControlError.socketTaken(directory: ledger.directory)) {
          try await second.run()
        }
        let still = try await Self.client(of: server).status()
        #expect(still.listening != nil)
      }
    }
  }

  @Test("without a ledger's directory or a server there is nobody to connect to")
  func nobody() async throws {
    try await TemporaryLedger.withDirectory { directory in
      let isAbsent = try await Self.isAbsent(in: directory)
      #expect(isAbsent)
    }
    let isAbsent = try await Self.isAbsent(in: "/no/such/place")
    #expect(isAbsent)
  }

  @Test("a server can do without the socket")
  func without() async throws {
    try await RunningServer.run(configure: { $0.controlSocket = false }) { server in
      let isAbsent = try await Self.isAbsent(in: server.directory)
      #expect(isAbsent)
    }
  }

  @Test(
    "names survive percent-encoding",
    arguments: ["entra", "a/b", "ä ü", "100%", "", "a?b#c"])
  func percentEncoding(name: String) {
    #expect(String(percentDecoding: name.percentEncoded) == name)
    #expect(name.percentEncoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
  }

  @Test("broken percent-encoding is refused", arguments: ["%", "%4", "%zz", "%+1", "%ff"])
  func brokenEncoding(text: String) {
    #expect(String(percentDecoding: text) == nil)
  }
}
