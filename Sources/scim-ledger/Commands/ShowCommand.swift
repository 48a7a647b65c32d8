import ArgumentParser
import ScimLedger

/// `show`: one event, in full.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one event: who, what, the request, and each property before and after.",
    discussion: """
      Where the identity provider's log has been brought in with `import entra-log`, its side is told as well: the
      steps, the status and what it says was modified; of an event that brought a record in, the requests here.

      EXAMPLES
        scim-ledger show 17
        scim-ledger show 17 --output json
        scim-ledger show 17 --job job.yaml   with the job's side, step by step
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: "The event's number, as `log` prints it.")
  var sequence: UInt64

  @Option(
    name: .customLong("job"),
    help: ArgumentHelp("The file of the provisioning job that made the request.", valueName: "file"))
  var jobFile: String?

  func run() throws {
    let opened = try ledger.openForReading()
    guard let event = try opened.event(at: Position(sequence)) else {
      let head = try opened.head()
      throw CommandFailure(
        .notFound, "There is no event \(sequence). The log ends at \(head).",
        next: "See the last events with: scim-ledger log -n 20\(ledger.suggestion)")
    }
    let job = try jobFile.map { try JobOptions(file: $0).openForReading() }
    let sheet = try EventSheet(
      event, properties: try opened.modifiedProperties(of: event), in: opened, job: job)
    if let jobFile, !sheet.hasJobSide {
      Console.note("The job in \(jobFile) has no change that this event is part of.".visible)
    }
    guard output.format != .table else { return sheet.show() }
    var writer = RecordWriter(columns: EventSheet.columns, format: output.format)
    writer.write(sheet.cells)
    writer.end()
  }
}
