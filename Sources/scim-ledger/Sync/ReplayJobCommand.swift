import ArgumentParser
import ScimLedger

/// `sync replay`: makes the job's recorded events again and compares.
struct ReplayJobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Decide a recorded cycle again with today's code, and compare event by event.",
    discussion: """
      Every import, scope, match, mapping, decision, request and result is made again from the recorded image, \
      configuration, clock, seed and answers of the target. Nothing is asked of source or target: a question that \
      is not on record is shown as an unrecorded read. Exit code 3 says that something came out otherwise.

      Without a cycle and without --from, --to, --until and --user, the last cycle.

      EXAMPLES
        scim-ledger sync replay
        scim-ledger sync replay 0199c1f0-5b7a-7c3e-9a51-3f4e5d6c7b8a --all
        scim-ledger sync replay --user anna@example.com
        scim-ledger sync replay --since 7d --output json
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var choice: ReplayOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: "The cycle, by its id.")
  var cycle: String?

  @Flag(help: "Go on after the first divergence.")
  var all = false

  func run() throws {
    let read = try job.openForReading()
    let selection = try choice.selection(in: read, cycle: cycle) ?? lastCycle(read)
    let bar = ProgressBar("Replaying")
    let report = try read.ledger.replay(selection, goesOn: all) { position in
      bar.show(position.rawValue, of: selection.last.rawValue)
    }
    bar.clear()
    // Only what belongs to a change is shown by its number.
    let first = try report.divergence.flatMap { try read.ledger.event(at: $0.position) }
    let showing = first?.change == nil ? nil : "scim-ledger sync show\(read.options.suggestion)"
    ReplaySheet(report, showing: showing).show(output.format)
    if report.divergence != nil { throw ExitStatus.divergence.code }
  }

  private func lastCycle(_ read: ReadJob) throws -> JobReplaySelection {
    guard let cycle = try read.ledger.cycles(limit: 1).first else {
      throw CommandFailure(
        .notFound, "The job has had no cycle yet.",
        next: "Run one with: scim-ledger sync run\(job.suggestion)")
    }
    return .cycle(cycle, head: try read.ledger.head())
  }
}
