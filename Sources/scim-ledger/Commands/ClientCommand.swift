import ArgumentParser

/// `client`: the OAuth clients, which get their access tokens themselves.
struct ClientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client",
    abstract: "Make, list, rotate and revoke OAuth clients (client credentials).",
    discussion: """
      An OAuth client asks for access tokens of one to six hours at /oauth/token, a tenant's at
      /NAME/oauth/token. Works while a server runs on the same directory: the server then does the work.

      EXAMPLES
        scim-ledger client create entra
        scim-ledger client list
        scim-ledger client rotate entra            a second secret, beside the first
        scim-ledger client rotate entra --retire   the first one opens nothing more
        scim-ledger client revoke entra
      """,
    subcommands: [
      ClientCreateCommand.self, ClientListCommand.self, ClientRotateCommand.self, ClientRevokeCommand.self,
    ])
}
