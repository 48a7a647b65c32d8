import ScimLedger
import Synchronization

/// How far a cycle is, on standard error where that is a terminal.
final class CycleBar: Sendable {
  private struct Shown {
    var stage: CycleStage?
    var bar: ProgressBar?
    var imported = 0
  }

  private let indent: String
  private let shown = Mutex(Shown())

  init(indent: String = "") { self.indent = indent }

  func show(_ progress: CycleProgress) {
    guard Console.notesGoToTerminal else { return }
    shown.withLock { shown in
      if shown.stage != progress.stage {
        shown.bar?.clear()
        shown.stage = progress.stage
        shown.bar = ProgressBar(indent + Self.label(progress.stage))
      }
      if progress.stage == .importing {
        guard progress.done > shown.imported else { return }
        shown.imported = progress.done
        Console.noteWithoutNewline("\r\(indent)\(Self.label(.importing))  \(progress.done) objects")
      } else if let total = progress.total, total > 0 {
        shown.bar?.show(UInt64(clamping: progress.done), of: UInt64(clamping: max(total, progress.done)))
      }
    }
  }

  func clear() {
    guard Console.notesGoToTerminal else { return }
    Console.noteWithoutNewline("\r\u{1B}[K")
  }

  private static func label(_ stage: CycleStage) -> String {
    switch stage {
    case .importing: "Reading the source  "
    case .objects: "Users and groups    "
    case .references: "References          "
    case .deletions: "Disables and deletes"
    }
  }
}
