import ScimLedger

/// What came of a cycle, as a page.
struct CycleSheet {
  private let matrix: CycleMatrix
  /// What a suggested command needs to find the ledger.
  private let place: String

  init(_ matrix: CycleMatrix, _ place: String) { (self.matrix, self.place) = (matrix, place) }

  func show(as format: OutputFormat) {
    guard format == .table else {
      var writer = RecordWriter(columns: Self.columns, format: format)
      writer.write(CycleReport.cells(matrix.cycle) + [Cell(operations), Cell(refusals)])
      return writer.end()
    }
    Console.write(listing.rendered() + "\n")
    showOperations()
    showRefusals()
  }

  private static let columns = CycleReport.columns + [.detail("operations"), .detail("refusals")]

  private var listing: Listing {
    let cycle = matrix.cycle
    var listing = Listing("Cycle of \(cycle.client)")
    listing.add("Kind", cycle.kind.rawValue + (cycle.beganWithProbe ? ", after a probe" : ""))
    listing.add("Began", cycle.started.longText)
    listing.add("Last event", "\(cycle.ended.longText) (after \(CycleReport.duration(cycle)))")
    listing.add("Events", "\(cycle.counts.events), from \(cycle.first) through \(cycle.last)")
    listing.add("Changes", CycleReport.changes(cycle.counts))
    listing.add("Cycle", cycle.id.description)
    return listing
  }

  private func showOperations() {
    let columns = [Column("operation")] + CycleMatrix.Result.allCases.map { Column.number($0.rawValue) }
    var writer = RecordWriter(columns: columns, format: .table)
    for row in matrix.rows {
      writer.write(
        [Cell(row.operation)]
          + CycleMatrix.Result.allCases.map { result in
            let count = row.counts[result] ?? 0
            return Cell(.number(JSONNumber(count)), shownAs: count == 0 ? "–" : nil)
          })
    }
    writer.end()
  }

  private func showRefusals() {
    guard !matrix.refusals.isEmpty else { return }
    Console.line()
    var writer = RecordWriter(
      columns: [.number("status"), Column("scimType"), .number("count"), .number("first")], format: .table)
    for refusal in matrix.refusals {
      writer.write([
        Cell(refusal.status), Cell(refusal.scimType, shownAs: refusal.scimType ?? "–"), Cell(refusal.count),
        Cell(refusal.first),
      ])
    }
    writer.end()
    if let first = matrix.refusals.first?.first { Console.line("See one: scim-ledger show \(first)\(place)") }
  }

  private var operations: JSONValue {
    .object(
      JSONObject(
        matrix.rows.map { row in
          let counts = CycleMatrix.Result.allCases.map { result -> (String, JSONValue) in
            (result.rawValue, .number(JSONNumber(row.counts[result] ?? 0)))
          }
          return (row.operation, .object(JSONObject(counts)))
        }))
  }

  private var refusals: JSONValue {
    .array(
      matrix.refusals.map { refusal in
        var object: JSONObject = [
          "status": .number(JSONNumber(refusal.status)), "count": .number(JSONNumber(refusal.count)),
        ]
        object["scimType"] = refusal.scimType.map { .string($0) }
        object["first"] = refusal.first.map { .number(JSONNumber(Int(clamping: $0.rawValue))) }
        return .object(object)
      })
  }
}
