import ArgumentParser
import ScimLedger

/// `users`: the directory's users as they are now.
struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "List the users as they are now.",
    discussion: """
      EXAMPLES
        scim-ledger users
        scim-ledger users --filter 'active eq false'
        scim-ledger users --filter 'userName sw "anna"' --output csv
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("A SCIM filter (RFC 7644 §3.4.2.2).", valueName: "filter"))
  var filter: String?

  func run() throws {
    let parsed = try filter.map { try Filter(parsing: $0) }
    let opened = try ledger.openForReading()
    if let parsed { try opened.requireAttributes(of: parsed, types: ["User"]) }
    var writer = RecordWriter(columns: ResourceReport.userColumns, format: output.format)
    try opened.forEachResource(ofType: "User", filter: parsed) { user in
      writer.write(ResourceReport.userCells(user))
    }
    writer.end()
    if writer.count == 0, output.format == .table {
      Console.note(filter == nil ? "No users yet." : "No users match.")
    }
  }
}
