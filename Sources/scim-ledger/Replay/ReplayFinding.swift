import ScimLedger

/// What a replay found, of a server's ledger or of a job's, in the words of the terminal.
struct ReplayFinding {
  /// One event that came out otherwise.
  struct Divergence {
    var position: Position
    var differences: [(path: String, recorded: JSONValue?, reproduced: JSONValue?)]
  }

  var first: Position
  var last: Position
  var compared: Int
  var identical: Int
  var notReproducible: [(position: Position, reason: String)]
  var divergences: [Divergence]
  /// What shows an event, up to its number; nil where nothing does.
  var showing: String?

  init(_ report: ReplayReport) {
    (first, last) = (report.first, report.last)
    (compared, identical) = (report.compared, report.identical)
    notReproducible = report.notReproducible.map { ($0.position, $0.reason) }
    divergences = report.divergences.map(\.shown)
    showing = "scim-ledger show"
  }

  init(_ report: JobReplayReport, in read: ReadJob) throws {
    (first, last) = (report.first, report.last)
    (compared, identical) = (report.compared, report.identical)
    notReproducible = report.notReproducible.map { ($0.position, $0.reason) }
    divergences = report.divergences.map { divergence in
      Divergence(
        position: divergence.position,
        differences: divergence.differences.map { ($0.path, $0.recorded, $0.reproduced) })
    }
    // Only what belongs to a change is shown by its number.
    let first = try report.divergence.flatMap { try read.ledger.event(at: $0.position) }
    showing = first?.change == nil ? nil : "scim-ledger sync show\(read.options.suggestion)"
  }
}

extension Divergence {
  var shown: ReplayFinding.Divergence {
    ReplayFinding.Divergence(
      position: position, differences: differences.map { ($0.path, $0.recorded, $0.reproduced) })
  }
}
