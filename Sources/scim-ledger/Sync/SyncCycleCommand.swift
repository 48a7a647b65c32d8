import ArgumentParser
import ScimLedger

/// `sync cycle`: what came of one of the job's cycles.
struct SyncCycleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cycle",
    abstract: "Show one cycle of the job: actions by status, counters, distance to quarantine.",
    discussion: """
      Without an id, the last cycle. The thresholds are those of the job file as it is now.

      EXAMPLES
        scim-ledger sync cycle
        scim-ledger sync cycle 0199c1f0-5b7a-7c3e-9a51-3f4e5d6c7b8a
        scim-ledger sync cycle --output json | jq .quarantine
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: ArgumentHelp("The cycle's id, as `sync cycles --output json` prints it.", valueName: "id"))
  var id: String?

  func run() throws {
    let read = try job.openForReading()
    let list = "List the cycles with: scim-ledger sync cycles\(job.suggestion)"
    let found =
      if let id { try Identifier(id).flatMap { try read.ledger.cycle($0) } } else {
        try read.ledger.cycles(limit: 1).first
      }
    guard let cycle = found else {
      throw CommandFailure(
        .notFound, id.map { "There is no cycle \($0)." } ?? "There is no cycle yet.", next: list)
    }
    JobCycleSheet(cycle, QuarantinePolicy(read.job.document.limits)).show(as: output.format)
  }
}
