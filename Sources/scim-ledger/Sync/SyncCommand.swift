import ArgumentParser

/// `sync`: the provisioning engine, which does what an identity provider's provisioning service does.
struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Provision a source directory to any SCIM service, and keep every step in the job's ledger.",
    discussion: """
      A job file names the source, the target and Entra's synchronization schema. Reading commands work beside a \
      process that runs the job; administrative ones are then carried out by it.

      EXAMPLES
        scim-ledger sync test-connection
        scim-ledger sync run --dry-run         what a cycle would do
        scim-ledger sync run                   one cycle
        scim-ledger sync run --every 1h        cycles until SIGTERM
        scim-ledger sync status                Current Status
        scim-ledger sync audit                 the audit log in the older form
        scim-ledger sync on-demand anna@example.com
        scim-ledger sync replay                decide the last cycle again and compare
        scim-ledger sync restart               clear current state and start over

      EXIT CODES
        0   done
        1   nobody and nothing found by that name or number
        2   the job's tables differ from what its log makes
        3   a replay came out differently
        4   the integrity of the job's ledger is broken
        64  the command line can't be understood
        65  the job's files are wrong
        66  the job has not run yet
        69  source or target can't be reached, or another process has the job open
        70  anything else that went wrong
        75  the cycle went through, but some objects failed and are tried again
        76  the job is in quarantine
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Run",
        subcommands: [TestConnectionCommand.self, SyncRunCommand.self, OnDemandCommand.self]),
      CommandGroup(
        name: "Administer",
        subcommands: [
          PauseCommand.self, ResumeCommand.self, StopCommand.self, RestartCommand.self, DeletesCommand.self,
        ]),
      CommandGroup(
        name: "Look",
        subcommands: [
          SyncStatusCommand.self, SyncCyclesCommand.self, SyncCycleCommand.self, ChangesCommand.self,
          ShowChangeCommand.self, AuditCommand.self, EscrowsCommand.self, ReplayJobCommand.self,
          CheckJobCommand.self,
        ]),
    ])
}
