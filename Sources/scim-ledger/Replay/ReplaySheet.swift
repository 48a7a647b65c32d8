import ScimLedger

/// What a replay found, on the terminal.
struct ReplaySheet {
  private let report: ReplayReport

  init(_ report: ReplayReport) { self.report = report }

  func show(_ format: OutputFormat) {
    if !report.divergences.isEmpty {
      var writer = RecordWriter(
        columns: [.number("event"), Column("member"), Column("recorded"), Column("reproduced")],
        format: format)
      for divergence in report.divergences {
        for difference in divergence.differences {
          writer.write([
            Cell(divergence.position), Cell(difference.path), ReplaySheet.cell(difference.recorded),
            ReplaySheet.cell(difference.reproduced),
          ])
        }
      }
      writer.end()
    }
    for one in report.notReproducible {
      Console.note("Event \(one.position) can't be made again: \(one.reason).")
    }
    Console.note(summary)
  }

  static func cell(_ value: JSONValue?) -> Cell { Cell(value ?? .null, shownAs: value == nil ? "–" : nil) }

  private var summary: String {
    let counts = "\(report.identical) of \(report.compared) identical"
    let others = report.notReproducible.isEmpty ? "" : ", \(report.notReproducible.count) not reproducible"
    guard let first = report.divergence else { return "Reproduced, \(counts)\(others)." }
    return "Diverged at event \(first.position): \(counts)\(others). "
      + "Look at it with: scim-ledger show \(first.position)"
  }
}
