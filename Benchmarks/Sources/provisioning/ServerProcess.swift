import AsyncHTTPClient
import BenchmarkKit
import Foundation
import NIOCore
import NIOHTTP1
import ScimLedger

/// This project's server on a fresh ledger, in a process of its own.
struct ServerProcess {
  /// Of the SCIM 2.0 service.
  var url: String
  var token: String

  /// Starts a server, gives it, and ends it. It ends with this process too, however that ends.
  static func with<Value>(
    directory: String, _ body: (ServerProcess) async throws -> Value
  ) async throws -> Value {
    let (input, output) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["serve", "--directory", directory]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(ServerProcess(saidOn: output.fileHandleForReading)))
    } catch {
      result = .failure(error)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    return try result.get()
  }

  private init(saidOn output: FileHandle) throws {
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n") {
      guard let byte = try output.read(upToCount: 1)?.first else {
        throw WrongRun("The server ended before it listened.")
      }
      line.append(byte)
    }
    let words = String(decoding: line.dropLast(), as: UTF8.self).split(separator: " ").map(String.init)
    guard words.count == 2 else { throw WrongRun("The server said \(words) instead of its address.") }
    (url, token) = (words[0], words[1])
  }

  /// - Throws: `BenchmarkError.miscounted` where the server has another number of users.
  func expectUsers(_ count: Int) async throws {
    var request = HTTPClientRequest(url: url + "/Users?count=0")
    request.headers = ["Authorization": "Bearer \(token)"]
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let body = try await response.body.collect(upTo: 1 << 20)
    let found = try JSONValue(parsing: Array(body.readableBytesView)).objectValue?["totalResults"]?.intValue
    guard found == count else { throw BenchmarkError.miscounted(answered: count, users: found ?? -1) }
  }
}
