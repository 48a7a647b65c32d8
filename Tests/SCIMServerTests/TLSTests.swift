import AsyncHTTPClient
import FoundationEssentials
import LedgerTestKit
import NIOSSL
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("TLS")
struct TLSTests {
  /// Writes PEM texts into files and gives their paths.
  private static func withFiles(
    _ texts: [String], _ body: ([String]) async throws -> Void
  ) async throws {
    try await TemporaryLedger.withDirectory { directory in
      var paths: [String] = []
      for (index, text) in texts.enumerated() {
        let path = directory + "/\(index).pem"
        try Data(text.utf8).write(to: URL(filePath: path))
        paths.append(path)
      }
      try await body(paths)
    }
  }

  private static func trusting(_ text: String) throws -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(text.utf8)))
    return configuration
  }

  @Test("SCIM is served over TLS, and locations and the control socket say https")
  func served() async throws {
    try await Self.withFiles([TestCertificate.certificate, TestCertificate.key]) { paths in
      let certificate = try ServerCertificate(certificateFile: paths[0], keyFile: paths[1])
      try await TemporaryLedger.with { ledger in
        try await RunningServer.run(
          TenantRegistry(only: ledger), configure: { $0.certificate = certificate },
          trusting: try Self.trusting(TestCertificate.certificate)
        ) { server in
          let created = try await server.scim("POST", "/Users", RunningServer.user("babs"))
          #expect(created.status == 201)
          let location = try #require(created.header("Location"))
          #expect(location.hasPrefix("https://127.0.0.1:\(server.port)/scim/v2/Users/"))
          let control = try #require(try await ControlClient.connect(directory: server.directory))
          #expect(try await control.status().listening == "https://127.0.0.1:\(server.port)")
        }
      }
    }
  }

  @Test("an old version of TLS is refused, and so is plain HTTP")
  func refused() async throws {
    try await Self.withFiles([TestCertificate.certificate, TestCertificate.key]) { paths in
      let certificate = try ServerCertificate(certificateFile: paths[0], keyFile: paths[1])
      var tls = try Self.trusting(TestCertificate.certificate)
      tls.minimumTLSVersion = .tlsv1
      tls.maximumTLSVersion = .tlsv11
      try await TemporaryLedger.with { ledger in
        try await RunningServer.run(
          TenantRegistry(only: ledger), configure: { $0.certificate = certificate }, trusting: tls
        ) { server in
          await #expect(throws: (any Error).self) { try await server.send("GET", "/health/live") }
          let plain = server.overHTTP
          await #expect(throws: (any Error).self) { try await plain.send("GET", "/health/live") }
        }
      }
    }
  }

  @Test("files that are no pair of certificate and key are refused with the file's name")
  func files() async throws {
    try await Self.withFiles(
      [TestCertificate.certificate, TestCertificate.key, TestCertificate.otherKey, "no PEM"]
    ) { paths in
      let cases = [
        (paths[0], paths[2], paths[2]), (paths[0], paths[3], paths[3]), (paths[3], paths[1], paths[3]),
        (paths[1], paths[1], paths[1]), ("/no/such.pem", paths[1], "/no/such.pem"),
      ]
      for (certificate, key, wrong) in cases {
        let error = #expect(throws: ServerCertificateError.self) {
          _ = try ServerCertificate(certificateFile: certificate, keyFile: key)
        }
        #expect(error?.file == wrong)
      }
    }
  }
}

extension RunningServer {
  fileprivate var overHTTP: RunningServer {
    var server = self
    server.scheme = "http"
    return server
  }
}
