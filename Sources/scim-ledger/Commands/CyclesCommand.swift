import ArgumentParser
import ScimLedger

/// `cycles`: the runs of the provisioning clients, newest first.
struct CyclesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cycles",
    abstract: "List the provisioning cycles, newest first: whose, when, and what came of them.",
    discussion: """
      A cycle is marked where the client names it in the header \(SCIMRequest.cycleHeader), and inferred where the
      requests of one client followed each other with no pause of more than five minutes. Tests of the connection
      are no cycles.

      EXAMPLES
        scim-ledger cycles
        scim-ledger cycles --client entra -n 10
        scim-ledger cycles --output jsonl | jq .counts
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp("Only the cycles of this provisioning client.", valueName: "name"),
    completion: CommandCompletion.actors)
  var client: String?

  @Option(
    name: [.customShort("n"), .customLong("limit")],
    help: ArgumentHelp("How many cycles at most.", valueName: "count"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a number of cycles, 0 or more.") }
  }

  func run() throws {
    let opened = try ledger.openForReading()
    var writer = RecordWriter(columns: CycleReport.columns, format: output.format)
    for cycle in try opened.cycles(client: client, limit: limit ?? .max) {
      writer.write(CycleReport.cells(cycle))
    }
    writer.end()
    if writer.count == 0, output.format == .table {
      Console.note(client.map { "No cycles of the client \($0)." } ?? "No cycles yet.")
    }
  }
}
