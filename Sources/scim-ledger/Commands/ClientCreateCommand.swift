import ArgumentParser

/// `client create`: prints a new OAuth client's id and secret, once.
struct ClientCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make an OAuth client and print its id and secret; the secret can't be shown again.",
    discussion: """
      EXAMPLES
        scim-ledger client create entra
        scim-ledger client create auditor --scope read
        scim-ledger client create entra --tenant acme
      """)

  @OptionGroup var ledger: LedgerOptions

  @Argument(help: "The client's name; the log states it as who asked.")
  var name: String

  @Option(help: "The provisioning client that it speaks for. (default: the name)")
  var client: String?

  @OptionGroup var access: ScopeOptions

  func run() async throws {
    do {
      try await LedgerAdministration.perform(ledger, createsLedger: true) { administration in
        try await administration.createClient(named: name, client: client, scope: access.scope)
      }.show()
    } catch {
      throw CommandFailure(aboutClient: error, in: ledger)
    }
  }
}

extension LedgerAdministration.ClientSecret {
  /// Two lines, which a shell can read as variables.
  func show() {
    Console.line("client_id=\(id)")
    Console.line("client_secret=\(secret)")
  }
}

extension CommandFailure {
  /// A failure to make, rotate or revoke an OAuth client.
  init(aboutClient error: any Error, in ledger: LedgerOptions) {
    self.init(explaining: error)
    if status == .notFound || status == .usage {
      next = "List the clients with: scim-ledger client list\(ledger.suggestion)"
    }
  }
}
