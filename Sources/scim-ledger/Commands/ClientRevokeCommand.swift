import ArgumentParser

/// `client revoke`: from now on the client and its access tokens open nothing.
struct ClientRevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke an OAuth client and its access tokens at once; the log keeps what was done with them.",
    discussion: """
      EXAMPLES
        scim-ledger client revoke entra
      """)

  @OptionGroup var ledger: LedgerOptions

  @Argument(help: "The client's name.")
  var name: String

  func run() async throws {
    do {
      try await LedgerAdministration.perform(ledger) { try await $0.revokeClient(named: name) }
    } catch {
      throw CommandFailure(aboutClient: error, in: ledger)
    }
    Console.note("Revoked the OAuth client \(name.visible).")
  }
}
