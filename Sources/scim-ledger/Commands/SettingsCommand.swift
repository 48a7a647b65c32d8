import ArgumentParser

/// `settings`: how a ledger reads requests and what it records.
struct SettingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Show or change a ledger's settings.",
    discussion: """
      A change is an event in the log and holds from the next request on, also while a server runs.

      EXAMPLES
        scim-ledger settings show
        scim-ledger settings set --profile rfc
        scim-ledger settings set --restore-on-create on
      """,
    subcommands: [SettingsShowCommand.self, SettingsSetCommand.self],
    defaultSubcommand: SettingsShowCommand.self)
}
