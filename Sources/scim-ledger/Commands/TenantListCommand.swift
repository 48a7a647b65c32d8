import ArgumentParser
import ScimLedger

/// `tenant list`: the tenants of a directory.
struct TenantListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the tenants, with what each ledger holds.",
    discussion: """
      EXAMPLES
        scim-ledger tenant list
        scim-ledger tenant list --output json
      """)

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("The directory of the default tenant's ledger.", valueName: "dir"),
    completion: .directory)
  var data = "./ledger"

  @OptionGroup var output: OutputOptions

  func run() throws {
    guard ProvisioningLedger.exists(at: data) else { throw CommandFailure.noLedger(in: data) }
    let names = TenantRegistry.names(in: data)
    if names.isEmpty, output.format == .table {
      Console.note("No tenants but the default one. Make one with: scim-ledger tenant create NAME")
    }
    var writer = RecordWriter(
      columns: [
        Column("tenant"), Column("profile"), Column("users"), Column("groups"), Column("events"),
        .fixed("created", heading: "created (UTC)"), Column("directory"),
      ], format: output.format)
    for name in names {
      let directory = TenantRegistry.directory(of: name, in: data)
      let ledger = try ProvisioningLedger(opening: directory, access: .readOnly)
      let status = try ledger.status()
      writer.write([
        Cell(name), Cell(ledger.configuration.profile), Cell(status.users), Cell(status.groups),
        Cell(status.head), Cell(status.created), Cell(directory),
      ])
    }
    writer.end()
  }
}
