import Foundation
import Glibc

/// One line on standard error that tells how far the work is; nothing where no one would see it change.
package struct ProgressLine: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) == 1

  package init() {}

  package func show(_ text: String) { write("\r\u{1B}[K" + text) }

  package func clear() { write("\r\u{1B}[K") }

  private func write(_ text: String) {
    guard isTerminal else { return }
    FileHandle.standardError.write(Data(text.utf8))
  }
}
