import ArgumentParser
import ScimLedger

/// `token list`: who may speak, and who no longer.
struct TokenListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the tokens ever issued; never their secrets.",
    discussion: """
      EXAMPLES
        scim-ledger token list
        scim-ledger token list --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let tokens = try ledger.openForReading().accessTokens()
    if tokens.isEmpty, output.format == .table {
      Console.note("No tokens yet. Issue one with: scim-ledger token issue --name NAME\(ledger.suggestion)")
    }
    var writer = RecordWriter(
      columns: [
        Column("name"), Column("client"), Column("scope"), .fixed("issued", heading: "issued (UTC)"),
        .fixed("revoked", heading: "revoked (UTC)"), Column("id"),
      ], format: output.format)
    for token in tokens {
      writer.write([
        Cell(token.name), Cell(token.client), Cell(token.scope.description), Cell(token.issued),
        Cell(token.revoked), Cell(token.id),
      ])
    }
    writer.end()
  }
}
