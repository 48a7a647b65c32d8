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
        TOKEN=$(scim-ledger token issue --name curl --data /var/lib/scim-ledger)
      """)

  @OptionGroup var ledger: LedgerOptions

  @Option(help: "The token's name; the log states it as who asked.")
  var name: String

  @Option(help: "The provisioning client that the token is for. (default: the name)")
  var client: String?

  func run() async throws {
    let administration = try await LedgerAdministration(ledger, createsLedger: true)
    let secret: String
    do {
      secret = try await administration.issueToken(named: name, client: client)
    } catch {
      await administration.close()
      throw CommandFailure(aboutToken: error, in: ledger)
    }
    await administration.close()
    Console.line(secret)
  }
}
