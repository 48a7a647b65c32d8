import ArgumentParser
import ScimLedger

/// `correlate`: the identity provider's log beside this one.
struct CorrelateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correlate",
    abstract:
      "Compare the identity provider's log with the requests here: what both saw, and what one did not.",
    discussion: """
      Each line is a record of the log that `import entra-log` brought in, with the requests here that it tells of, or a \
      request that the log has no record of although it covers its time.

        matched        both sides tell the same
        disagreeing    both tell of it, and of different outcomes
        notSent        the provider says that it sent nothing
        onlyProvider   the provider says that it sent it; no such request came
        onlyLedger     a request came, and the provider's log does not have it

      Records and requests are paired by who it is (ids, userName, addresses, displayName), what is done, and when; an id \
      decides before a userName, that before a displayName, and the nearest in time wins.

      EXAMPLES
        scim-ledger correlate
        scim-ledger correlate --unmatched
        scim-ledger correlate --unmatched --exit-code --output jsonl
        scim-ledger correlate --window 30s
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Only where the two sides differ.")
  var unmatched = false

  @Option(
    help: ArgumentHelp(
      "How far the two sides' times may lie apart, such as 30s, 5m or 1h. (default: 5m)",
      valueName: "duration"),
    transform: Self.duration)
  var window = LogCorrelation.usualWindow

  @Flag(help: "End with 2 where the two sides differ.")
  var exitCode = false

  func run() throws {
    var differs = false
    try Question.answer(ledger) { opened in
      let correlation = try opened.correlation(window: window)
      let entries = correlation.entries.filter { !unmatched || $0.standing.isGap }
      differs = correlation.entries.contains(where: \.standing.isGap)
      var writer = RecordWriter(columns: CorrelationReport.columns, format: output.format)
      for entry in entries { writer.write(CorrelationReport.cells(entry)) }
      writer.end()
      guard output.format == .table else { return }
      guard !correlation.entries.isEmpty else {
        Console.note(
          "No log of the identity provider has been brought in. Do it with: scim-ledger import entra-log FILE"
            + ledger.suggestion)
        return
      }
      if !entries.isEmpty { Console.line() }
      Console.write(CorrelationReport.sums(of: correlation))
    }
    if exitCode, differs { throw ExitStatus.differences.code }
  }

  private static func duration(_ text: String) throws -> Duration {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0,
      count <= 1_000_000
    else { throw ValidationError("--window takes a duration such as 30s, 5m or 1h.") }
    return .seconds(count * unit)
  }
}

/// How the two sides stand to each other, as rows and as sums.
enum CorrelationReport {
  static let columns: [Column] = [
    .fixed("standing"), .fixed("time", heading: "time (UTC)"), Column("action", heading: "what there"),
    Column("object"), .number("record"), Column("events"), .detail("status"), .detail("reason"),
    .detail("type"),
    .detail("recordId"), .detail("errorCode"), .detail("cycle"), .detail("job"), .detail("sourceId"),
    .detail("targetId"),
  ]

  static func cells(_ entry: LogCorrelation.Entry) -> [Cell] {
    let events = entry.changes.map { JSONValue.number(JSONNumber(Int(clamping: $0.position.rawValue))) }
    var shown = entry.changes.map { "#\($0.position)" }.joined(separator: " ")
    if entry.standing.isGap, let change = entry.changes.first {
      shown += " \(change.operation.name) \(status(change))"
    }
    let start = [Cell(entry.standing.rawValue), Cell(DateTime(microseconds: entry.time))]
    guard let record = entry.record, case let summary = record.record.summary else {
      let change = entry.changes.first
      return start + [
        Cell(change?.operation.name, shownAs: "–"),
        Cell(change.map { [$0.type, $0.name].compactMap(\.self).joined(separator: " ") }),
        Cell(Position?.none),
        Cell(.array(events), shownAs: shown), Cell(change.map(status)), Cell(String?.none),
        Cell(change?.type),
        Cell(String?.none), Cell(String?.none), Cell(change?.cycle), Cell(change?.client),
        Cell(change?.externalID), Cell(change?.resource),
      ]
    }
    let info = summary.provisioningStatusInfo
    let type = [summary.targetIdentity.identityType, summary.sourceIdentity.identityType].first {
      !$0.isEmpty
    }
    let error = [info.errorInformation?.errorCode, info.errorInformation?.reason].compactMap(\.self)
    return start + [
      Cell(summary.provisioningAction.rawValue, shownAs: record.outcome), Cell(record.title),
      Cell(record.position), Cell(.array(events), shownAs: shown), Cell(info.status.rawValue),
      Cell(text(error.filter { !$0.isEmpty }.joined(separator: ": "))),
      Cell(type), Cell(summary.id), Cell(info.errorInformation?.errorCode), Cell(text(summary.cycleID)),
      Cell(text(summary.jobID)), Cell(text(summary.sourceIdentity.id)), Cell(text(summary.targetIdentity.id)),
    ]
  }

  /// How many of each standing, one a line, with what it means.
  static func sums(of correlation: LogCorrelation) -> String {
    var listing = Listing("The identity provider's log and this one")
    listing.add("on both sides", correlation.count(.matched))
    listing.add("of different outcomes", correlation.count(.disagreeing))
    listing.add("not sent by the provider", correlation.count(.notSent))
    listing.add("only in the provider's log", correlation.count(.onlyProvider))
    listing.add("only in this log", correlation.count(.onlyLedger))
    return listing.rendered()
  }

  private static func status(_ change: LedgerChange) -> String {
    change.isRefused ? "refused" : change.isUnchanged ? "unchanged" : "success"
  }

  private static func text(_ text: String) -> String? { text.isEmpty ? nil : text }
}
