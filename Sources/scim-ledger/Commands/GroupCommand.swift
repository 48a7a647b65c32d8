import ArgumentParser
import ScimLedger

/// `group`: one group as it is now.
struct GroupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "group",
    abstract: "Show one group.",
    discussion: """
      EXAMPLES
        scim-ledger group "All staff"
        scim-ledger group 01999f3a-1111-7000-8000-0123456789ab --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: "A displayName, an id, or `externalId=…`.", completion: CommandCompletion.groups)
  var selector: String

  func run() throws {
    let opened = try ledger.openForReading()
    guard let group = try opened.resource(Selector(selector, type: "Group")), group.type == "Group" else {
      throw CommandFailure(
        .notFound, "No group \(selector). One that was deleted still has its history.",
        next: Suggestion.question(try opened.names(near: selector, types: ["Group"]))
          + "Look with: scim-ledger groups\(ledger.suggestion), or: "
          + "scim-ledger history \(selector.shellQuoted)\(ledger.suggestion)")
    }
    let profile = try ResourceProfile(group, in: opened)
    guard output.format != .table else { return profile.show() }
    var writer = RecordWriter(columns: ResourceProfile.columns, format: output.format)
    writer.write(profile.cells)
    writer.end()
  }
}
