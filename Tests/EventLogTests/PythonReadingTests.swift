import EventLog
import Foundation
import LMDB
import LedgerTestKit
import Testing

/// Another language reads a log with `read_record.py`, written from RECORD_FORMAT.md alone.
@Suite(
  .enabled(
    if: Python.hasLMDB,
    "needs `pip install lmdb` for python3, or for the interpreter that SCIM_LEDGER_PYTHON names"),
  .timeLimit(.minutes(2)))
struct PythonReadingTests {
  static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "read_record.py").path

  @Test(arguments: [0, 1, 2, 7, 64, 101])
  func `Python reads the same events and computes the same root`(events: UInt64) async throws {
    try await withClosedLog(events: events) { directory in
      let (records, root) = try await withLog(opening: directory) { log async throws in
        var large = draft(events + 1)
        large.time = -5
        large.sections = [
          Record.Section(kind: 3, encryption: .key(.event(9)), bytes: [UInt8](repeating: 1, count: 9000)),
          Record.Section(kind: 4, encryption: .subject, bytes: [1]), Record.Section(kind: 5, bytes: []),
        ]
        if events > 1 { _ = try await log.append([large], expecting: .any) }
        return (try log.records(from: .start, limit: .max), try log.verify().rootHash)
      }
      let (status, output, errors) = try Python.run([PythonReadingTests.script, directory])
      try #require(status == 0, "\(errors)")
      let lines = records.map { record in
        ([Int64(record.position.rawValue), record.time, Int64(record.kind)]
          + record.sections.map { Int64($0.kind) }).map { "\($0)" }.joined(separator: " ")
      }
      #expect(output.split(separator: "\n").map { String($0) } == lines + [root])
    }
  }

  @Test func `Python reads a log beside its writer`() async throws {
    try await withLog { log async throws in
      _ = try await log.append((1...5).map { draft($0) }, expecting: .any)
      let (status, output, errors) = try Python.run([PythonReadingTests.script, log.environment.directory])
      try #require(status == 0, "\(errors)")
      #expect(output.split(separator: "\n").last.map { String($0) } == (try log.verify().rootHash))
      _ = try await log.append([draft(6)], expecting: .any)
    }
  }

  @Test func `Python refuses a record whose hash does not hold`() async throws {
    try await withClosedLog(events: 5) { directory in
      try RawLog.change(directory) { transaction, tables in
        try transaction.changeRecord(3, in: tables) { $0[110] ^= 1 }
      }
      let (status, output, errors) = try Python.run([PythonReadingTests.script, directory])
      #expect(status != 0)
      #expect(output.split(separator: "\n").count == 2)
      #expect(errors.contains("AssertionError: hash of 3"))
    }
  }
}

/// The interpreter that the environment names, or `python3`.
enum Python {
  static let interpreter = ProcessInfo.processInfo.environment["SCIM_LEDGER_PYTHON"] ?? "python3"

  static let hasLMDB = (try? run(["-c", "import lmdb"]))?.status == 0

  /// Runs the interpreter and gives its exit status and what it wrote.
  static func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Far less is written to the second pipe than it holds, so the first can be read to its end.
    let (outputData, errorData) = (
      output.fileHandleForReading.readDataToEndOfFile(), errors.fileHandleForReading.readDataToEndOfFile()
    )
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: outputData, as: UTF8.self),
      String(decoding: errorData, as: UTF8.self)
    )
  }
}
