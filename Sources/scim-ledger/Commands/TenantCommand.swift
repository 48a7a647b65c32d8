import ArgumentParser

/// `tenant`: several ledgers behind one server.
struct TenantCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tenant",
    abstract: "Make and list the tenants of a server, each with a ledger of its own.",
    discussion: """
      A tenant is served under /NAME/scim/v2 and has its own log, tokens, limits and profile. Every other
      command takes --tenant NAME to be about it.

      EXAMPLES
        scim-ledger tenant create acme
        scim-ledger tenant create acme-strict --profile rfc
        scim-ledger tenant list
        scim-ledger token issue --name entra --tenant acme
      """,
    subcommands: [TenantCreateCommand.self, TenantListCommand.self])
}
