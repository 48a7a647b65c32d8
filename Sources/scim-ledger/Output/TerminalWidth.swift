import Foundation

/// How wide the terminal is.
enum TerminalWidth {
  private static let fallback = 80

  /// `COLUMNS` if it is set, else what `stty size` says, else 80.
  ///
  /// The system call behind `stty` takes a pointer, which only the storage layer of this package may handle.
  static func columns() -> Int {
    if let stated = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), stated > 0 {
      return stated
    }
    return measured() ?? fallback
  }

  private static func measured() -> Int? {
    guard let terminal = FileHandle(forReadingAtPath: "/dev/tty") else { return nil }
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["stty", "size"]
    process.standardInput = terminal
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
      let answer = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      let words = String(decoding: answer, as: UTF8.self).split { $0 == " " || $0.isNewline }
      guard let columns = words.last.flatMap({ Int($0) }), columns > 0 else { return nil }
      return columns
    } catch {
      return nil
    }
  }
}
