import ArgumentParser

/// `token issue`: prints a new token, alone and once.
struct TokenIssueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue",
    abstract: "Issue a token and print it; it can't be shown again.",
    discussion: """
      Makes the ledger if the directory is new or empty.

      Tokens of one client see the same externalId values, so that one token can replace another.

      EXAMPLES
        scim-ledger token issue --name entra
        scim-ledger token issue --name entra-2027 --client entra
        scim-ledger token issue --name auditor --scope read
        scim-ledger token issue --name entra --tenant acme
        TOKEN=$(scim-ledger token issue --name curl --data /var/lib/scim-ledger)
      """)

  @OptionGroup var ledger: LedgerOptions

  @Option(help: "The token's name; the log states it as who asked.")
  var name: String

  @Option(help: "The provisioning client that the token is for. (default: the name)")
  var client: String?

  @OptionGroup var access: ScopeOptions

  func run() async throws {
    let secret: String
    do {
      secret = try await LedgerAdministration.perform(ledger, createsLedger: true) { administration in
        try await administration.issueToken(named: name, client: client, scope: access.scope)
      }
    } catch {
      throw CommandFailure(aboutToken: error, in: ledger)
    }
    Console.line(secret)
  }
}
