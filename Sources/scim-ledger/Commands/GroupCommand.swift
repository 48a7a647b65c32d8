import ArgumentParser
import ScimLedger

/// `group`: one group as it is, or was.
struct GroupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "group",
    abstract: "Show one group as it is, or as it was.",
    discussion: """
      EXAMPLES
        scim-ledger group "All staff"
        scim-ledger group 01999f3a-1111-7000-8000-0123456789ab --output json
        scim-ledger group "All staff" --as-of 2h
        scim-ledger group "All staff@-1"            before the last change

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var moment: MomentOptions

  @Argument(help: "A displayName, an id, or `externalId=…`.", completion: CommandCompletion.groups)
  var selector: String

  func run() throws {
    try Question.answer(ledger) { opened in
      let profile = try ResourceProfile(selector, type: "Group", moment, in: opened, ledger)
      guard output.format != .table else { return profile.show() }
      var writer = RecordWriter(columns: ResourceProfile.columns, format: output.format)
      writer.write(profile.cells)
      writer.end()
    }
  }
}
