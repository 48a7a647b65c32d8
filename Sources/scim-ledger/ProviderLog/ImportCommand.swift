import ArgumentParser
import ScimLedger

/// `import`: people and groups, and the logs of the other side.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take people and groups in from files, or bring the identity provider's own log in.",
    discussion: """
      EXAMPLES
        scim-ledger import people.jsonl
        scim-ledger import people.csv --update
        scim-ledger import entra-log provisioning.json
        scim-ledger correlate --unmatched
      """,
    subcommands: [ImportUsersCommand.self, ImportEntraLogCommand.self],
    defaultSubcommand: ImportUsersCommand.self)
}

/// `import entra-log`: Entra's provisioning log.
struct ImportEntraLogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entra-log",
    abstract: "Keep the records of Entra's provisioning log and compare them with the requests here.",
    discussion: """
      Takes what Graph's /auditLogs/provisioning answers (records, lists, pages, JSON Lines), the portal's download as
      JSON or as its three CSV files, which are joined by the change's id, the older audit log, and AADProvisioningLogs
      of Azure Monitor. Each record becomes one event, once: importing a file again adds nothing. What can't be read is
      named with its place, and the rest is kept; the exit code is 65 then.

      `show` then tells both sides of a change, `explain` what the identity provider says of somebody, and `correlate`
      lists what one side saw and the other did not. Works while a server runs on the same directory.

      EXAMPLES
        scim-ledger import entra-log provisioning.json
        scim-ledger import entra-log page-*.json
        scim-ledger import entra-log ProvisioningLogs*.csv
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: ArgumentHelp("The files; of a download as CSV all three.", valueName: "file"))
  var files: [String]

  private static let columns: [Column] = [
    .number("read"), .number("added"), .number("known"), .number("differing"), .number("refused"),
    .number("first"), .number("last"), .detail("problems"),
  ]

  func run() async throws {
    guard ProvisioningLedger.exists(at: ledger.directory) else { throw ledger.absence }
    let reading = ProvisioningLogReading(files: files)
    var outcome = ProvisioningLogImport()
    if !reading.records.isEmpty {
      outcome = try await LedgerAdministration.perform(ledger) {
        try await $0.importProvisioningLog(reading.records)
      }
    }
    for problem in reading.problems { Console.note("Refused: \(problem)".visible) }
    for known in outcome.differing {
      Console.note(
        "Not kept: the record \(known.id) says something else than the one that event \(known.position) keeps."
          .visible)
    }
    if output.format == .table {
      try await show(outcome, reading)
    } else {
      write(outcome, reading)
    }
    if !reading.problems.isEmpty {
      throw CommandFailure(
        .wrongData,
        "The files have \(reading.problems.count == 1 ? "1 problem" : "\(reading.problems.count) problems"); the rest "
          + "is kept.",
        next: "Correct them and import the files again; what is kept already is passed over.")
    }
  }

  private func show(_ outcome: ProvisioningLogImport, _ reading: ProvisioningLogReading) async throws {
    let count = reading.records.count
    var parts = ["\(outcome.added.count) new"]
    if let first = outcome.added.first, let last = outcome.added.last {
      parts[0] += first == last ? " as event \(first)" : " as events \(first) to \(last)"
    }
    if outcome.known > 0 { parts.append("\(outcome.known) known already") }
    Console.line("\(count) \(count == 1 ? "record" : "records"): \(parts.joined(separator: ", ")).")
    let opened = try ledger.openForReading()
    let correlation = try opened.correlation()
    await opened.close()
    guard !correlation.entries.isEmpty else { return }
    Console.line()
    Console.write(CorrelationReport.sums(of: correlation))
    if correlation.entries.contains(where: \.standing.isGap) {
      Console.note("List the differences with: scim-ledger correlate --unmatched\(ledger.suggestion)")
    }
  }

  private func write(_ outcome: ProvisioningLogImport, _ reading: ProvisioningLogReading) {
    var writer = RecordWriter(columns: Self.columns, format: output.format)
    writer.write([
      Cell(reading.records.count), Cell(outcome.added.count), Cell(outcome.known),
      Cell(outcome.differing.count),
      Cell(reading.problems.count), Cell(outcome.added.first), Cell(outcome.added.last),
      Cell(list: reading.problems.map(\.description)),
    ])
    writer.end()
  }
}
