import ArgumentParser
import ScimLedger

/// `sync on-demand`: one person or group, now, with all five steps.
struct OnDemandCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "on-demand",
    abstract: "Provision one person or group now, and show each of the five steps.",
    discussion: """
      With --output json, what Graph's provisionOnDemand answers: a result and a provisioning summary.

      EXAMPLES
        scim-ledger sync on-demand anna@example.com
        scim-ledger sync on-demand "Field Service" --type Group
        scim-ledger sync on-demand anna@example.com --output json
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  @Argument(
    help: "The source's id, user name or address, or a value of an attribute that objects are matched by.")
  var user: String

  @Option(help: ArgumentHelp("The type in the source, where several have the name.", valueName: "type"))
  var type: String?

  func run() async throws {
    let status: ExitStatus? = try await ProvisioningJob.with(
      file: job.file, environment: JobOptions.environment
    ) { opened in
      let report = try await opened.runner.provisionOnDemand(user, type: type)
      let read = ReadJob(job: opened.job, ledger: opened.ledger, options: job)
      let sheet = try OnDemandSheet(report, in: read)
      try sheet.show(as: output.format)
      return sheet.status
    }
    if let status { throw status.code }
  }
}
