import ScimLedger

/// What a replay found, on the terminal.
struct ReplaySheet {
  private let report: ReplayFinding

  init(_ report: ReplayFinding) { self.report = report }

  func show(_ format: OutputFormat) {
    switch format {
    case .json: return Console.line(JSONValue.object(json).pretty())
    case .jsonl: return Console.line(JSONValue.object(json).description.visibleJSON)
    case .table, .csv: break
    }
    // CSV has its header whatever was found.
    if !report.divergences.isEmpty || format == .csv {
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
    guard format == .table else { return }
    for one in report.notReproducible {
      Console.line("Event \(one.position) can't be made again: \(one.reason.visible).")
    }
    Console.line(summary)
  }

  private var json: JSONObject {
    [
      "first": .number(JSONNumber(Int(clamping: report.first.rawValue))),
      "last": .number(JSONNumber(Int(clamping: report.last.rawValue))),
      "compared": .number(JSONNumber(report.compared)), "identical": .number(JSONNumber(report.identical)),
      "notReproducible": .array(
        report.notReproducible.map {
          [
            "sequence": .number(JSONNumber(Int(clamping: $0.position.rawValue))),
            "reason": .string($0.reason),
          ]
        }),
      "divergences": .array(report.divergences.map(ReplaySheet.json)),
    ]
  }

  static func json(_ divergence: ReplayFinding.Divergence) -> JSONValue {
    [
      "sequence": .number(JSONNumber(Int(clamping: divergence.position.rawValue))),
      "differences": .array(
        divergence.differences.map {
          [
            "member": .string($0.path), "recorded": $0.recorded ?? .null,
            "reproduced": $0.reproduced ?? .null,
          ]
        }),
    ]
  }

  static func cell(_ value: JSONValue?) -> Cell { Cell(value ?? .null, shownAs: value == nil ? "–" : nil) }

  private var summary: String {
    let counts = "\(report.identical) of \(report.compared) identical"
    let others = report.notReproducible.isEmpty ? "" : ", \(report.notReproducible.count) not reproducible"
    guard let first = report.divergences.first else { return "Reproduced, \(counts)\(others)." }
    return "Diverged at event \(first.position): \(counts)\(others)."
      + (report.showing.map { " Look at it with: \($0) \(first.position)" } ?? "")
  }
}
