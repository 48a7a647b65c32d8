import ArgumentParser
import ScimLedger

/// `users`: the directory's users as they are, or were.
struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "List the users as they are, or as they were.",
    discussion: """
      EXAMPLES
        scim-ledger users
        scim-ledger users --filter 'active eq false'
        scim-ledger users --filter 'userName sw "anna"' --output csv
        scim-ledger users --as-of cycle:0192f0c1-…:start --filter 'active eq true'

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var moment: MomentOptions

  @Option(help: ArgumentHelp("A SCIM filter (RFC 7644 §3.4.2.2).", valueName: "filter"))
  var filter: String?

  func run() throws {
    let parsed = try filter.map { try Filter(parsing: $0) }
    var writer = RecordWriter(columns: ResourceReport.userColumns, format: output.format)
    try Question.answer(ledger) { opened in
      if let parsed { try opened.requireAttributes(of: parsed, types: ["User"]) }
      let position = try moment.position(in: opened)
      try opened.forEachResource(ofType: "User", filter: parsed, asOf: position) { user in
        writer.write(ResourceReport.userCells(user))
      }
    }
    writer.end()
    if writer.count == 0, output.format == .table {
      let none = moment.asOf == nil ? "No users yet." : "No users at that time."
      Console.note(filter == nil ? none : "No users match.")
    }
  }
}
