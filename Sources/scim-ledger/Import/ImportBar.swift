import ScimLedger
import Synchronization

/// The bar of an import, with how many a second and how long it takes still.
final class ImportBar: Sendable {
  private let bar: ProgressBar
  private let begun = ContinuousClock.now
  private let shown = Mutex<ContinuousClock.Instant?>(nil)

  init(_ label: String) { bar = ProgressBar(label) }

  func show(_ summary: ImportSummary) {
    let now = ContinuousClock.now
    let isDue = shown.withLock { shown in
      if let last = shown, now - last < .milliseconds(250) { return false }
      shown = now
      return true
    }
    guard isDue else { return }
    let seconds = (now - begun) / .seconds(1)
    var note = ""
    if seconds > 0, summary.settled > 0 { note = "\(Int(Double(summary.settled) / seconds))/s" }
    if seconds > 2, summary.bytes > 0, summary.bytes < summary.size {
      let left = Int(seconds * Double(summary.size - summary.bytes) / Double(summary.bytes))
      note += left < 60 ? ", \(left) s left" : ", \(left / 60) min \(left % 60) s left"
    }
    bar.show(summary.bytes, of: max(summary.size, 1), note: note)
  }

  func clear() { bar.clear() }
}
