import ScimLedger

/// What a replay found, on the terminal.
struct ReplaySheet {
  private let report: ReplayReport
  /// What shows an event, up to its number; nil where nothing does.
  private let showing: String?

  init(_ report: ReplayReport, showing: String?) {
    self.report = report
    self.showing = showing
  }

  func show(_ format: OutputFormat) {
    switch format {
    case .json: return Console.line(JSONValue.object(json).pretty())
    case .jsonl: return Console.line(JSONValue.object(json).description.visibleJSON)
    case .table, .csv: break
    }
    ReplaySheet.show(report.divergences, "reproduced", format)
    guard format == .table else { return }
    for one in report.notReproducible {
      Console.line("Event \(one.position) can't be made again: \(one.reason.visible).")
    }
    Console.line(summary)
  }

  /// - Parameter now: What the column of what came out now is called.
  static func show(_ divergences: [Divergence], _ now: String, _ format: OutputFormat) {
    // CSV has its header whatever was found.
    guard !divergences.isEmpty || format == .csv else { return }
    var writer = RecordWriter(
      columns: [.number("event"), Column("member"), Column("recorded"), Column(now)], format: format)
    for divergence in divergences {
      for difference in divergence.differences {
        writer.write([
          Cell(divergence.position), Cell(difference.path), cell(difference.recorded),
          cell(difference.reproduced),
        ])
      }
    }
    writer.end()
  }

  private var json: JSONObject {
    [
      "first": .number(JSONNumber(Int(clamping: report.first.rawValue))),
      "last": .number(JSONNumber(Int(clamping: report.last.rawValue))),
      "compared": .number(JSONNumber(report.compared)), "identical": .number(JSONNumber(report.identical)),
      "notReproducible": ReplaySheet.json(report.notReproducible),
      "divergences": .array(report.divergences.map { ReplaySheet.json($0) }),
    ]
  }

  /// Events that were left out, each with the reason.
  static func json(_ leftOut: [ReplayReport.NotReproducible]) -> JSONValue {
    .array(
      leftOut.map {
        [
          "sequence": .number(JSONNumber(Int(clamping: $0.position.rawValue))),
          "reason": .string($0.reason),
        ]
      })
  }

  static func json(_ divergence: Divergence) -> JSONValue {
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

  private static func cell(_ value: JSONValue?) -> Cell {
    Cell(value ?? .null, shownAs: value == nil ? "–" : nil)
  }

  private var summary: String {
    let counts = "\(report.identical) of \(report.compared) identical"
    let others = report.notReproducible.isEmpty ? "" : ", \(report.notReproducible.count) not reproducible"
    guard let first = report.divergences.first else { return "Reproduced, \(counts)\(others)." }
    return "Diverged at event \(first.position): \(counts)\(others)."
      + (showing.map { " Look at it with: \($0) \(first.position)" } ?? "")
  }
}
