import ArgumentParser
import ScimLedger

/// `sync deletes`: disables and deletions that wait for an administrator, since there were too many at once.
struct DeletesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deletes",
    abstract: "List, allow or reject the disables and deletions that were too many for one cycle.",
    discussion: """
      EXAMPLES
        scim-ledger sync deletes list
        scim-ledger sync deletes allow
        scim-ledger sync deletes reject --reason "the export from HR was cut short"
      """,
    subcommands: [DeletesListCommand.self, DeletesAllowCommand.self, DeletesRejectCommand.self])
}

struct DeletesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what waits.",
    discussion: """
      EXAMPLES
        scim-ledger sync deletes list
        scim-ledger sync deletes list --output csv
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let read = try job.openForReading()
    var writer = RecordWriter(
      columns: [
        .fixed("action"), .fixed("type"), Column("name", keepsWidth: true), Column("targetId"),
        .fixed("staged", heading: "staged (UTC)"), .detail("sourceId"),
      ], format: output.format)
    for staged in try read.ledger.stagedDeletions() {
      writer.write([
        Cell(staged.action.rawValue), Cell(staged.key.type), Cell(try read.name(of: staged.key)),
        Cell(staged.targetID), Cell(DateTime(microseconds: staged.staged)), Cell(staged.key.id),
      ])
    }
    writer.end()
    if writer.count == 0, output.format == .table { Console.note("Nothing waits for an administrator.") }
  }
}

struct DeletesAllowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allow",
    abstract: "Let them through: the next cycle carries them out.",
    discussion: """
      EXAMPLES
        scim-ledger sync deletes allow
      """)

  @OptionGroup var job: JobOptions

  func run() async throws { try await SyncAdministration(options: job).perform(.allowDeletions) }
}

struct DeletesRejectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Drop them: the next cycle looks at the objects again.",
    discussion: """
      EXAMPLES
        scim-ledger sync deletes reject --reason "the export from HR was cut short"
      """)

  @OptionGroup var job: JobOptions
  @Option(help: ArgumentHelp("Why, for the job's ledger.", valueName: "text"))
  var reason: String

  func run() async throws {
    try await SyncAdministration(options: job).perform(.rejectDeletions(reason: reason))
  }
}
