import ScimLedger

/// What came of a cycle of a job, as a page.
struct JobCycleSheet {
  private let cycle: CycleSummary
  private let distance: QuarantinePolicy.Distance

  init(_ cycle: CycleSummary, _ policy: QuarantinePolicy) {
    self.cycle = cycle
    distance = policy.distance(.init(cycle.counts))
  }

  func show(as format: OutputFormat) {
    switch format {
    case .json: Console.line(JSONValue.object(json).pretty())
    case .jsonl: Console.line(JSONValue.object(json).description.visibleJSON)
    case .csv: writeActions(.csv)
    case .table:
      Console.write(CycleFigures.listing(cycle).rendered() + "\n")
      writeActions(.table)
      showDistance()
    }
  }

  private func writeActions(_ format: OutputFormat) {
    let columns = [Column("action")] + ProvisioningResult.allCases.map { Column.number($0.rawValue) }
    var writer = RecordWriter(columns: columns, format: format)
    for action in ProvisioningAction.allCases where cycle.counts.results[action] != nil {
      writer.write(
        [Cell(action.rawValue)]
          + ProvisioningResult.allCases.map { result in
            let count = cycle.counts.count(action, result)
            return Cell(.number(JSONNumber(count)), shownAs: count == 0 ? "–" : nil)
          })
    }
    writer.end()
    if writer.count == 0, format == .table { Console.line("Nothing was to be done.") }
  }

  private func showDistance() {
    Console.line("\n" + TextStyle.bold("Distance to quarantine"))
    var writer = RecordWriter(
      columns: [Column("threshold"), .number("reached"), .number("begins"), Column("note")], format: .table)
    for threshold in distance.thresholds {
      writer.write([
        Cell(threshold.name), Cell(threshold.reached), Cell(threshold.begins), Cell(threshold.note ?? ""),
      ])
    }
    writer.end()
  }

  private var json: JSONObject {
    var object = cycle.json
    object["quarantine"] = .object(distance.json)
    return object
  }
}
