import ArgumentParser
import ScimLedger

/// `groups`: the directory's groups as they are now.
struct GroupsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "groups",
    abstract: "List the groups as they are now.",
    discussion: """
      EXAMPLES
        scim-ledger groups
        scim-ledger groups --filter 'displayName co "staff"' --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("A SCIM filter (RFC 7644 §3.4.2.2).", valueName: "filter"))
  var filter: String?

  func run() throws {
    let parsed = try filter.map { try Filter(parsing: $0) }
    let opened = try ledger.openForReading()
    if let parsed { try opened.requireAttributes(of: parsed, types: ["Group"]) }
    var writer = RecordWriter(columns: ResourceReport.groupColumns, format: output.format)
    try opened.forEachResource(ofType: "Group", filter: parsed) { group in
      writer.write(ResourceReport.groupCells(group))
    }
    writer.end()
    if writer.count == 0, output.format == .table {
      Console.note(filter == nil ? "No groups yet." : "No groups match.")
    }
  }
}
