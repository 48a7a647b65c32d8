import ArgumentParser

/// `token`: the bearer tokens that provisioning clients show.
struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Issue, list and revoke the bearer tokens of provisioning clients.",
    discussion: """
      Works while a server runs on the same directory: the server then does the work.

      EXAMPLES
        scim-ledger token issue --name entra
        scim-ledger token list
        scim-ledger token revoke entra
      """,
    subcommands: [TokenIssueCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}
