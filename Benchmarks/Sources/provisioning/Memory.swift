import ArgumentParser
import Foundation
import ScimLedger
import Synchronization

/// What runs in the process whose memory is looked at.
struct Memory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a first cycle and prints the peak bytes of private and of all memory.",
    shouldDisplay: false)

  @Option
  var job: String

  func run() async throws {
    let peak = PeakMemory()
    Thread.detachNewThread {
      while true {
        peak.look()
        Thread.sleep(forTimeInterval: 0.005)
      }
    }
    let report = try await ProvisioningJob.with(
      file: job, environment: ProcessInfo.processInfo.environment
    ) { try await $0.runner.runCycle() }
    guard report.outcome == .succeeded else {
      throw WrongRun("The cycle ended \(report.outcome?.rawValue ?? "early").")
    }
    print(peak.privateBytes, PeakMemory.status("VmHWM"))
  }
}

/// The most private memory that this process was seen with.
private final class PeakMemory: Sendable {
  private let bytes = Atomic(0)

  var privateBytes: Int { bytes.load(ordering: .relaxed) }

  func look() { _ = bytes.max(PeakMemory.status("RssAnon"), ordering: .relaxed) }

  /// A line of `/proc/self/status` in bytes; 0 where there is none.
  static func status(_ name: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count > 1, let kilobytes = Int(words[1]) { return kilobytes << 10 }
    }
    return 0
  }
}
