import ArgumentParser
import ScimLedger

/// `sync cycles`: the cycles of the job, newest first.
struct SyncCyclesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cycles",
    abstract: "List the job's cycles, newest first, with what came of them.",
    discussion: """
      EXAMPLES
        scim-ledger sync cycles
        scim-ledger sync cycles -n 5 --output jsonl | jq .counts
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: [.customShort("n"), .customLong("limit")],
    help: ArgumentHelp("How many cycles at most.", valueName: "count"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a number of cycles, 0 or more.") }
  }

  func run() throws {
    let read = try job.openForReading()
    var writer = RecordWriter(columns: CycleFigures.columns, format: output.format)
    for cycle in try read.ledger.cycles(limit: limit ?? .max) { writer.write(CycleFigures.cells(cycle)) }
    writer.end()
    if writer.count == 0, output.format == .table { Console.note("No cycles yet.") }
  }
}
