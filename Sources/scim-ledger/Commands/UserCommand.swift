import ArgumentParser
import ScimLedger

/// `user`: one user as it is, or was.
struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user",
    abstract: "Show one user as it is, or as it was.",
    discussion: """
      EXAMPLES
        scim-ledger user anna@example.com
        scim-ledger user externalId=7fce0092-d52e-4f76-b727-3955bd72c939
        scim-ledger user 01999f3a-1111-7000-8000-0123456789ab --output json
        scim-ledger user anna@example.com --as-of yesterday
        scim-ledger user anna@example.com@-1        before the last change
        scim-ledger user anna@example.com@2026-11-24T10:00Z

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var moment: MomentOptions

  @Argument(
    help: "A userName, an id, `externalId=…` or `displayName=…`.", completion: CommandCompletion.users)
  var selector: String

  func run() throws {
    try Question.answer(ledger) { opened in
      let profile = try ResourceProfile(selector, type: "User", moment, in: opened, ledger)
      guard output.format != .table else { return profile.show() }
      var writer = RecordWriter(columns: ResourceProfile.columns, format: output.format)
      writer.write(profile.cells)
      writer.end()
    }
  }
}
