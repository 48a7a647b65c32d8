import ScimLedger

/// The events of one resource as rows, each with what it changed.
enum HistoryReport {
  static let columns: [Column] = [
    .number("sequence"), .fixed("time", heading: "time (UTC)"), Column("who"), .fixed("operation"),
    .fixed("status"), Column("changes"), Column("notes"), .detail("scimType"), .detail("detail"),
    .detail("client"), .detail("modifiedProperties"), .detail("tolerances"), .detail("eventId"),
  ]

  static func cells(
    _ event: Event, _ properties: [ModifiedProperty], _ names: inout ResourceNames
  ) -> [Cell] {
    [
      Cell(event.position), Cell(event.time), Cell(event.actor.name), Cell(event.operation.name),
      Cell(.number(JSONNumber(event.outcome.status)), shownAs: EventReport.status(of: event)),
      Cell(ChangeSummary.line(for: event, properties, &names)), Cell(list: EventReport.notes(on: event)),
      Cell(event.outcome.scimType), Cell(event.outcome.detail), Cell(event.actor.client),
      ChangeSummary.cell(properties), EventReport.tolerances(of: event), Cell(event.id),
    ]
  }
}
