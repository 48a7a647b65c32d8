import ArgumentParser
import ScimLedger

/// `status`: the ledger at a glance.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the ledger at a glance: counts, the last change, the log's head and root hash.",
    discussion: """
      EXAMPLES
        scim-ledger status
        scim-ledger status --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let sheet = StatusSheet(status: try ledger.openForReading().status())
    guard output.format != .table else { return sheet.show() }
    var writer = RecordWriter(columns: StatusSheet.columns, format: output.format)
    writer.write(sheet.cells)
    writer.end()
  }
}
