import ArgumentParser
import ScimLedger

/// `sync pause`: no cycles until `resume`.
struct PauseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Let no cycle start until the job is resumed; one under way goes on then.",
    discussion: """
      EXAMPLES
        scim-ledger sync pause
        scim-ledger sync pause --reason "the HR system is being migrated"
      """)

  @OptionGroup var job: JobOptions
  @Option(help: ArgumentHelp("Why, for the job's ledger.", valueName: "text"))
  var reason: String?

  func run() async throws { try await SyncAdministration(options: job).perform(.pause(reason: reason)) }
}

/// `sync resume`: cycles run again.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Let a paused job run again.",
    discussion: """
      EXAMPLES
        scim-ledger sync resume
      """)

  @OptionGroup var job: JobOptions

  func run() async throws { try await SyncAdministration(options: job).perform(.resume) }
}

/// `sync stop`: ends the process that runs the job.
struct StopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "End the process that runs the job; a cycle under way stays to be continued.",
    discussion: """
      EXAMPLES
        scim-ledger sync stop
      """)

  @OptionGroup var job: JobOptions

  func run() async throws { try await SyncAdministration(options: job).perform(.stop) }
}
