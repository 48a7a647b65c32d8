import ArgumentParser
import ScimLedger

/// `sync status`: Current Status, as the provisioning page of the portal shows it.
struct SyncStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show Current Status: the cycle, statistics to date, quarantine, what waits.",
    discussion: """
      With --output json, Microsoft Graph's synchronizationStatus. Exit code 76 says that the job is in quarantine.

      EXAMPLES
        scim-ledger sync status
        scim-ledger sync status --output json | jq .progress
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let loaded = try job.load()
    guard JobLedger.exists(at: loaded.document.ledger) else {
      var status = SynchronizationStatus()
      status.code = .notRun
      return CurrentStatus(job: loaded, status: status).show(as: output.format)
    }
    let read = try job.openForReading()
    let status = try CurrentStatus(read)
    status.show(as: output.format)
    if status.status.quarantine != nil { throw ExitStatus.quarantine.code }
  }
}
