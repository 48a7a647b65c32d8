import ArgumentParser
import ScimLedger

/// Which events a command is about.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("A SCIM filter over the fields that `fields` lists.", valueName: "filter"))
  var condition: String?

  @Option(
    help: ArgumentHelp(
      "From when on: an instant, a time back such as 2h, an event's number, or cycle:ID.", valueName: "moment"
    ))
  var since: String?

  @Option(help: ArgumentHelp("Until when, that included.", valueName: "moment"))
  var until: String?

  @Option(
    help: ArgumentHelp("Only what this token or client did.", valueName: "name"),
    completion: CommandCompletion.actors)
  var actor: String?

  @Option(help: ArgumentHelp("Only what changed this attribute or a part of it.", valueName: "path"))
  var attribute: String?

  @Flag(help: "Only what changed a user or group.")
  var changes = false

  @Flag(help: "Only what was refused.")
  var failed = false

  func validate() throws {
    if changes, failed { throw ValidationError("--changes and --failed leave nothing together.") }
  }

  func query(in ledger: ProvisioningLedger) throws -> EventQuery {
    var query = EventQuery(filter: try condition.map { try Filter(parsing: $0) })
    query.actor = actor
    if let attribute { try ledger.requireAttribute(attribute) }
    query.attribute = attribute
    query.onlyChanges = changes
    query.onlyRefused = failed
    if let since { query.first = try ledger.position(since: since) }
    if let until { query.last = try ledger.position(until: until) }
    return query
  }
}
