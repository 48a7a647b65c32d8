import Synchronization

/// A bar on standard error for work that takes a while; nothing where that is no terminal.
final class ProgressBar: Sendable {
  private static let cells: UInt64 = 30

  private let label: String
  private let shownPercent = Mutex<UInt64?>(nil)

  init(_ label: String) { self.label = label }

  func show(_ done: UInt64, of all: UInt64) {
    guard Console.notesGoToTerminal, all > 0 else { return }
    let share = Double(min(done, all)) / Double(all)
    let percent = UInt64(share * 100)
    let isNews = shownPercent.withLock { shown in
      guard shown != percent else { return false }
      shown = percent
      return true
    }
    guard isNews else { return }
    let filled = Int(share * Double(Self.cells))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Int(Self.cells) - filled)
    Console.noteWithoutNewline("\r\(label)  \(bar)  \(percent) %")
  }

  /// Takes the bar away, so that the result stands alone.
  func clear() {
    let wasShown = shownPercent.withLock { shown in
      defer { shown = nil }
      return shown != nil
    }
    if wasShown { Console.noteWithoutNewline("\r\u{1B}[K") }
  }
}
