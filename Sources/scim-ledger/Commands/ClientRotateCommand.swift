import ArgumentParser

/// `client rotate`: a second secret, and later the end of the first.
struct ClientRotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Give an OAuth client a second secret, or retire the older one.",
    discussion: """
      Both secrets are good until the older one is retired, so that the change can be carried to the identity
      provider without a gap.

      EXAMPLES
        scim-ledger client rotate entra
        scim-ledger client rotate entra --retire
      """)

  @OptionGroup var ledger: LedgerOptions

  @Argument(help: "The client's name.")
  var name: String

  @Flag(help: "Retire all secrets but the newest; no new one is made.")
  var retire = false

  func run() async throws {
    do {
      let issued = try await LedgerAdministration.perform(ledger) {
        administration -> LedgerAdministration.ClientSecret? in
        guard retire else { return try await administration.rotateClientSecret(named: name) }
        try await administration.retireClientSecrets(named: name)
        return nil
      }
      guard let issued else { return Console.note("Retired the older secret of \(name.visible).") }
      issued.show()
    } catch {
      throw CommandFailure(aboutClient: error, in: ledger)
    }
  }
}
