import ArgumentParser
import ScimLedger

/// `groups`: the directory's groups as they are, or were.
struct GroupsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "groups",
    abstract: "List the groups as they are, or as they were.",
    discussion: """
      EXAMPLES
        scim-ledger groups
        scim-ledger groups --filter 'displayName co "staff"' --output json
        scim-ledger groups --as-of yesterday

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var moment: MomentOptions

  @Option(help: ArgumentHelp("A SCIM filter (RFC 7644 §3.4.2.2).", valueName: "filter"))
  var filter: String?

  func run() throws {
    let parsed = try filter.map { try Filter(parsing: $0) }
    var writer = RecordWriter(columns: ResourceReport.groupColumns, format: output.format)
    try Question.answer(ledger) { opened in
      if let parsed { try opened.requireAttributes(of: parsed, types: ["Group"]) }
      let position = try moment.position(in: opened)
      try opened.forEachResource(ofType: "Group", filter: parsed, asOf: position) { group in
        writer.write(ResourceReport.groupCells(group))
      }
    }
    writer.end()
    if writer.count == 0, output.format == .table {
      let none = moment.asOf == nil ? "No groups yet." : "No groups at that time."
      Console.note(filter == nil ? none : "No groups match.")
    }
  }
}
