import Foundation
import Glibc

/// The two streams of the process.
///
/// Foundation's `FileHandle` is the one way to standard error that needs no pointer.
enum Console {
  /// Whether standard output is a terminal.
  static let isTerminal = isatty(1) == 1
  /// Whether standard error is a terminal.
  static let notesGoToTerminal = isatty(2) == 1
  /// Whether to colour standard output: a terminal, and nobody asked for `NO_COLOR`.
  static let hasColours = isTerminal && allowsColours
  /// How many columns standard output shows; nil where it is no terminal.
  static let width: Int? = isTerminal ? TerminalWidth.columns() : nil

  private static let allowsColours: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }()

  /// Writes text to standard output at once. A reader that has gone away ends the process quietly.
  static func write(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      guard errno == EPIPE else {
        note("Error: Standard output can't be written: \(error.localizedDescription)")
        exit(ExitStatus.failure.rawValue)
      }
      exit(0)
    }
  }

  static func line(_ text: String = "") { write(text + "\n") }

  /// Writes a line to standard error; what can't be said there is not said.
  static func note(_ text: String) { noteWithoutNewline(text + "\n") }

  static func noteWithoutNewline(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
