import ArgumentParser
import ScimLedger

/// `user`: one user as it is now.
struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user",
    abstract: "Show one user.",
    discussion: """
      EXAMPLES
        scim-ledger user anna@example.com
        scim-ledger user externalId=7fce0092-d52e-4f76-b727-3955bd72c939
        scim-ledger user 01999f3a-1111-7000-8000-0123456789ab --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Argument(
    help: "A userName, an id, `externalId=…` or `displayName=…`.", completion: CommandCompletion.users)
  var selector: String

  func run() throws {
    let opened = try ledger.openForReading()
    guard let user = try opened.resource(Selector(selector, type: "User")), user.type == "User" else {
      throw CommandFailure(
        .notFound, "No user \(selector). One that was deleted still has its history.",
        next: Suggestion.question(try opened.names(near: selector, types: ["User"]))
          + "Look with: scim-ledger users\(ledger.suggestion), or: "
          + "scim-ledger history \(selector.shellQuoted)\(ledger.suggestion)")
    }
    let profile = try ResourceProfile(user, in: opened)
    guard output.format != .table else { return profile.show() }
    var writer = RecordWriter(columns: ResourceProfile.columns, format: output.format)
    writer.write(profile.cells)
    writer.end()
  }
}
