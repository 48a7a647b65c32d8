import BenchmarkKit
import Foundation
import Glibc

/// A server that requests are sent to.
protocol WebServer: Sendable {
  var name: String { get }
  /// Whether it keeps what it is sent.
  var keepsUsers: Bool { get }

  /// Starts one that has no users.
  ///
  /// - Parameter directory: Empty, and removed afterwards.
  func start(in directory: String) throws -> RunningServer
}

/// A server in a process of its own.
struct RunningServer {
  /// Such as `http://127.0.0.1:8080`.
  var address: String
  /// What stands before `/Users`.
  var path: String
  /// Of the Authorization header; empty where there is none.
  var token: String
  var process: Process

  /// Ends it and waits until it has ended.
  func stop() {
    process.terminate()
    for _ in 0..<1000 where process.isRunning { Thread.sleep(forTimeInterval: 0.01) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// Starts a process and gives the first line that it prints.
  static func start(_ process: Process, named name: String) throws -> String {
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
      line.append(byte)
    }
    guard !line.isEmpty else {
      process.terminate()
      throw BenchmarkError.notServing(server: name, said: "it ended before it listened")
    }
    return String(decoding: line, as: UTF8.self)
  }
}

/// `scim-ledger serve` on a ledger of its own, as anybody would run it, but for the limit of requests a second.
struct LedgerServer: WebServer {
  var program: String

  let name = "scim-ledger serve"
  let keepsUsers = true

  func start(in directory: String) throws -> RunningServer {
    let ledger = directory + "/ledger"
    let token = try Program(program, ["token", "issue", "--data", ledger, "--name", "scoreboard"]).run()
      .output
    let process = try Program(
      program, ["serve", "--data", ledger, "--listen", "127.0.0.1:0", "--rate-limit", "1000000"]
    ).prepared()
    let line = try RunningServer.start(process, named: name)
    return RunningServer(
      address: String(line.split(separator: " ").last ?? ""), path: "/scim/v2",
      token: token.trimmingCharacters(in: .whitespacesAndNewlines), process: process)
  }
}

/// The server of ``FixedAnswer``.
struct FixedAnswerServer: WebServer {
  static let title = "Hummingbird, a fixed answer"

  let name = Self.title
  let keepsUsers = false

  func start(in directory: String) throws -> RunningServer {
    let process = try Program("/proc/self/exe", ["fixed-answer"]).prepared()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let line = try RunningServer.start(process, named: name)
    return RunningServer(address: line, path: "", token: "", process: process)
  }
}

/// scim2-server behind granian.
struct GranianServer: WebServer {
  var python: String
  var sources: String

  let name = "scim2-server behind granian, in memory"
  let keepsUsers = true

  func start(in directory: String) throws -> RunningServer {
    let process = try Program(
      python, [sources + "/scim2_server_wsgi.py"],
      environment: ["PYTHONPATH": sources, "PYTHONDONTWRITEBYTECODE": "1"]
    ).prepared()
    let line = try RunningServer.start(process, named: name)
    return RunningServer(address: line, path: "/v2", token: "", process: process)
  }
}
