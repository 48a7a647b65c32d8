import ArgumentParser

/// `token revoke`: from now on the token opens nothing.
struct TokenRevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke a token at once; the log keeps what was done with it.",
    discussion: """
      EXAMPLES
        scim-ledger token revoke entra
      """)

  @OptionGroup var ledger: LedgerOptions

  @Argument(help: "The token's name.")
  var name: String

  func run() async throws {
    let administration = try await LedgerAdministration(ledger)
    do {
      try await administration.revokeToken(named: name)
    } catch {
      await administration.close()
      throw CommandFailure(aboutToken: error, in: ledger)
    }
    await administration.close()
    Console.note("Revoked the token \(name.visible).")
  }
}
