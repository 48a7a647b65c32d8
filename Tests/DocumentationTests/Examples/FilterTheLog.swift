import ScimLedger

/// What was refused since a moment, such as `2h` or `2026-11-24`, the newest first.
func refusals(in ledger: ProvisioningLedger, since moment: String) throws -> [String] {
  var query = EventQuery(filter: try Filter(parsing: "status ge 400 and not (operation eq \"read\")"))
  query.first = try ledger.position(since: moment)
  var lines: [String] = []
  try ledger.forEachEvent(query, order: .newestFirst, limit: 100) { event in
    lines.append("\(event.position) \(event.outcome.status) \(event.outcome.detail ?? "")")
  }
  return lines
}
