import ScimLedger

/// What a rebuild or a check of the projections found.
struct RebuildSheet {
  var events: UInt64
  var rows: UInt64
  var differences: [String]

  static let columns: [Column] = [
    .fixed("check"), .number("events"), .number("rows"), .fixed("result"), Column("findings"),
    .detail("rootHash"),
  ]

  init(events: UInt64, rows: UInt64, differences: [String]) {
    self.events = events
    self.rows = rows
    self.differences = differences
  }

  init(_ report: RebuildReport) {
    self.init(events: report.events, rows: report.rows, differences: report.differences)
  }

  var cells: [Cell] {
    [
      Cell("projections"), Cell(Int(clamping: events)), Cell(Int(clamping: rows)),
      Cell(differences.isEmpty ? "equal to the log" : "different from the log"), Cell(list: differences),
      Cell(JSONValue.null),
    ]
  }
}

extension LogVerification {
  /// A row under `RebuildSheet.columns`.
  var cells: [Cell] {
    [
      Cell("log"), Cell(Int(clamping: events)), Cell(JSONValue.null), Cell(isClean ? "whole" : "damaged"),
      Cell(list: findings), Cell(rootHash),
    ]
  }
}
