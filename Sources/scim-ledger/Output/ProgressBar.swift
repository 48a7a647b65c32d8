import Synchronization

/// A bar on standard error for work that takes a while; nothing where that is no terminal.
final class ProgressBar: Sendable {
  private static let cells: UInt64 = 30

  private let label: String
  private let shownPercent = Mutex<UInt64?>(nil)
  private let shownNote = Mutex("")

  init(_ label: String) { self.label = label }

  /// - Parameter note: What stands behind the bar.
  func show(_ done: UInt64, of all: UInt64, note: String = "") {
    guard Console.notesGoToTerminal, all > 0 else { return }
    let share = Double(min(done, all)) / Double(all)
    let percent = UInt64(share * 100)
    let isNews = shownPercent.withLock { shown in
      let isNote = shownNote.withLock { shown in
        defer { shown = note }
        return shown != note
      }
      guard shown != percent || isNote else { return false }
      shown = percent
      return true
    }
    guard isNews else { return }
    let filled = Int(share * Double(Self.cells))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Int(Self.cells) - filled)
    Console.noteWithoutNewline("\r\(label)  \(bar)  \(percent) %" + (note.isEmpty ? "" : "  \(note)\u{1B}[K"))
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
