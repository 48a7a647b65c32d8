import ArgumentParser
import ScimLedger

/// `client list`: the OAuth clients, never their secrets.
struct ClientListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the OAuth clients ever made; never their secrets.",
    discussion: """
      EXAMPLES
        scim-ledger client list
        scim-ledger client list --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let clients = try ledger.openForReading().oauthClients()
    if clients.isEmpty, output.format == .table {
      Console.note("No OAuth clients yet. Make one with: scim-ledger client create NAME\(ledger.suggestion)")
    }
    var writer = RecordWriter(
      columns: [
        Column("name"), Column("client"), Column("scope"), Column("secrets"),
        .fixed("issued", heading: "issued (UTC)"), .fixed("revoked", heading: "revoked (UTC)"), Column("id"),
      ], format: output.format)
    for client in clients {
      writer.write([
        Cell(client.name), Cell(client.client), Cell(client.scope.description),
        Cell(client.usableSecrets.count), Cell(client.issued), Cell(client.revoked), Cell(client.id),
      ])
    }
    writer.end()
  }
}
