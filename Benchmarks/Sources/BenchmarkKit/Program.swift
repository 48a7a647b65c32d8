package import Foundation
import Synchronization

/// A program in a process of its own.
package struct Program: Sendable {
  /// The executable's path; one without a slash is looked for in PATH.
  package var path: String
  package var arguments: [String]
  /// What is set on top of this process's environment.
  package var environment: [String: String] = [:]

  package init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
  }

  /// What a run came to.
  package struct Outcome: Sendable {
    package var output: String
    /// From the start until the end of the process.
    package var seconds: Double
    /// For how long it kept processors busy.
    package var processorSeconds: Double
    /// Peak bytes of private memory, as looked at every few milliseconds; pages of mapped files don't count.
    package var privateBytes: Int
  }

  /// Runs it and waits for its end.
  ///
  /// - Throws: `BenchmarkError.programFailed` where it ends with another status than 0.
  package func run() throws -> Outcome {
    let (output, errors) = (Pipe(), Pipe())
    let process = try prepared()
    process.standardOutput = output
    process.standardError = errors
    let said = Mutex<[UInt8]>([])
    let peak = PeakMemory()
    let processor = Program.childrenSeconds()
    let start = ContinuousClock.now
    try process.run()
    let id = process.processIdentifier
    let isOver = Atomic(false)
    // The threads end with the process's pipes and with the flag.
    let readers = DispatchGroup()
    DispatchQueue.global().async(group: readers) {
      let bytes = errors.fileHandleForReading.readDataToEndOfFile()
      said.withLock { $0 = Array(bytes) }
    }
    readers.enter()
    Thread.detachNewThread {
      while !isOver.load(ordering: .relaxed) {
        peak.look(at: id)
        Thread.sleep(forTimeInterval: 0.01)
      }
      readers.leave()
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    isOver.store(true, ordering: .relaxed)
    readers.wait()
    guard process.terminationStatus == 0 else {
      let errors = String(decoding: said.withLock { $0 }, as: UTF8.self)
      throw BenchmarkError.programFailed(
        program: path, status: process.terminationStatus, said: errors.isEmpty ? text : errors)
    }
    return Outcome(
      output: text, seconds: seconds, processorSeconds: Program.childrenSeconds() - processor,
      privateBytes: peak.bytes)
  }

  /// Runs it with all that it says shown on standard error, and waits for its end.
  ///
  /// - Throws: `BenchmarkError.programFailed` where it ends with another status than 0.
  package func runShown() throws {
    let process = try prepared()
    process.standardOutput = FileHandle.standardError
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchmarkError.programFailed(
        program: path, status: process.terminationStatus, said: "what stands above")
    }
  }

  /// A process that is not started yet.
  package func prepared() throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: try Program.location(of: path))
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return process
  }

  /// Where an executable is.
  ///
  /// - Throws: `BenchmarkError.noProgram` where it is nowhere.
  package static func location(of name: String) throws -> String {
    let manager = FileManager.default
    let search = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let places = name.contains("/") ? [name] : search.split(separator: ":").map { "\($0)/\(name)" }
    guard let found = places.first(where: manager.isExecutableFile(atPath:)) else {
      throw BenchmarkError.noProgram(name: name)
    }
    return found
  }

  /// The path of an executable that stands beside this process's.
  package static func sibling(_ name: String) -> String {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path + "/" + name
  }

  /// For how long the processes that this one has waited for kept processors busy (proc_pid_stat(5)).
  private static func childrenSeconds() -> Double {
    let text = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)) ?? ""
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 14, let user = Double(fields[13]), let system = Double(fields[14]) else { return 0 }
    return (user + system) / 100
  }
}

/// The most private memory that a process was seen with.
private final class PeakMemory: Sendable {
  private let most = Atomic(0)

  var bytes: Int { most.load(ordering: .relaxed) }

  func look(at process: Int32) {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") where line.hasPrefix("RssAnon:") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count > 1, let kilobytes = Int(words[1]) { _ = most.max(kilobytes << 10, ordering: .relaxed) }
    }
  }
}
