import ArgumentParser
import ScimLedger

/// `settings show`: the settings that hold now.
struct SettingsShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a ledger's settings.",
    discussion: """
      EXAMPLES
        scim-ledger settings show
        scim-ledger settings show --tenant acme --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let opened = try ledger.openForReading()
    SettingsReport.write(opened.configuration, registry: opened.schemaRegistry, as: output.format)
    await opened.close()
  }
}

/// The settings as a record.
enum SettingsReport {
  static func write(_ settings: LedgerConfiguration, registry: SchemaRegistry, as format: OutputFormat) {
    guard format != .table else {
      var listing = Listing()
      listing.add("Profile", settings.profile)
      listing.add("Restore on create", settings.restoresOnCreate ? "on" : "off")
      listing.add("Unique externalId", settings.uniqueExternalID ? "on" : "off")
      listing.add("Recorded reads", settings.recordedReads.rawValue)
      listing.add("Requests a second", settings.requestsPerSecond.map(String.init) ?? "as the server says")
      listing.add("Resource types", registry.types.map(\.name).joined(separator: ", "))
      return Console.write(listing.rendered())
    }
    var writer = RecordWriter(
      columns: [
        .fixed("profile"), .fixed("restoreOnCreate", heading: "restore on create"),
        .fixed("uniqueExternalId", heading: "unique externalId"),
        .fixed("recordedReads", heading: "recorded reads"),
        .fixed("requestsPerSecond", heading: "requests/s"), Column("resourceTypes"),
      ], format: format)
    writer.write([
      Cell(settings.profile), Cell(settings.restoresOnCreate ? "on" : "off"),
      Cell(settings.uniqueExternalID ? "on" : "off"), Cell(settings.recordedReads.rawValue),
      settings.requestsPerSecond.map { Cell($0) } ?? Cell(JSONValue.null),
      Cell(list: registry.types.map(\.name)),
    ])
    writer.end()
  }
}
