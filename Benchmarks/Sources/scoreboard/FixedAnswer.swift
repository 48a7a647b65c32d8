import ArgumentParser
import BenchmarkKit
import Foundation
import Hummingbird
import Logging

/// A server that reads the request's body and always gives the same answer: what HTTP alone costs.
struct FixedAnswer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixed-answer", abstract: "Answers every request with the same resource.",
    shouldDisplay: false)

  func run() async throws {
    let body = ByteBuffer(bytes: People(seed: 1).body(0))
    let router = Router()
    router.post("/Users") { request, _ in
      _ = try await request.body.collect(upTo: 1 << 20)
      return Response(
        status: .created, headers: [.contentType: "application/scim+json"], body: .init(byteBuffer: body))
    }
    for path: RouterPath in ["/Users", "/Users/:id"] {
      router.get(path) { _, _ in
        Response(status: .ok, headers: [.contentType: "application/scim+json"], body: .init(byteBuffer: body))
      }
    }
    var logger = Logger(label: "fixed-answer")
    logger.logLevel = .error
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        let line = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)\n"
        FileHandle.standardOutput.write(Data(line.utf8))
      }, logger: logger)
    try await application.runService()
  }
}
