import Foundation

/// The memory of an engine's process in which a first cycle ran and nothing else.
struct MemoryRun {
  var users: Int
  /// Peak bytes of private memory, as looked at every few milliseconds; pages of mapped files don't count.
  var privateBytes: Int
  /// Peak bytes by the kernel's own count, the pages of mapped files among them.
  var residentBytes: Int

  /// Runs the cycle and waits for its end.
  init(of files: JobFiles, users: Int, token: String) throws {
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["memory", "--job", files.job]
    var environment = ProcessInfo.processInfo.environment
    environment[JobFiles.tokenVariable] = token
    process.environment = environment
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard process.terminationStatus == 0, numbers.count == 2, numbers.allSatisfy({ $0 > 0 }) else {
      throw WrongRun("The process whose memory was to be looked at said: \(text)")
    }
    self.users = users
    privateBytes = numbers[0]
    residentBytes = numbers[1]
  }
}
