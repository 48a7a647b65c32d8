import ArgumentParser
import ScimLedger

/// `show`: one event, in full.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one event: who, what, the request, and each property before and after.",
    discussion: """
      EXAMPLES
        scim-ledger show 17
        scim-ledger show 17 --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: "The event's number, as `log` prints it.")
  var sequence: UInt64

  func run() throws {
    let opened = try ledger.openForReading()
    guard let event = try opened.event(at: Position(sequence)) else {
      let head = try opened.head()
      throw CommandFailure(
        .notFound, "There is no event \(sequence). The log ends at \(head).",
        next: "See the last events with: scim-ledger log -n 20\(ledger.suggestion)")
    }
    let sheet = try EventSheet(event, properties: try opened.modifiedProperties(of: event), in: opened)
    guard output.format != .table else { return sheet.show() }
    var writer = RecordWriter(columns: EventSheet.columns, format: output.format)
    writer.write(sheet.cells)
    writer.end()
  }
}
