import ArgumentParser
import ScimLedger

/// `bisect`: the first event at which a condition becomes true.
struct BisectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bisect",
    abstract: "Find the first event at which a condition on a user or group becomes true.",
    discussion: """
      Ends with 1 where it never did.

      EXAMPLES
        scim-ledger bisect --first 'active eq false' anna@example.com
        scim-ledger bisect --first 'title eq "Director"'
        scim-ledger bisect --first 'active eq false' anna@example.com --since 7d

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("A SCIM filter on users and groups.", valueName: "filter"))
  var first: String

  @Option(help: ArgumentHelp("Only from then on.", valueName: "moment"))
  var since: String?

  @Argument(help: "Only this user or group.", completion: CommandCompletion.users)
  var selector: String?

  func run() throws {
    try Question.answer(ledger) { opened in
      let condition = try Filter(parsing: first)
      let start = try since.map { try opened.position(since: $0) } ?? Position(1)
      guard let found = try bisection(in: opened, condition, start) else {
        throw CommandFailure(.notFound, "It never became true.")
      }
      let sheet = try EventSheet(found.event, properties: found.properties, in: opened)
      guard output.format != .table else { return sheet.show() }
      var writer = RecordWriter(columns: EventSheet.columns, format: output.format)
      writer.write(sheet.cells)
      writer.end()
    }
  }

  private func bisection(
    in ledger: ProvisioningLedger, _ condition: Filter, _ start: Position
  ) throws -> Bisection? {
    guard let selector else { return try ledger.firstEvent(where: condition, from: start) }
    do {
      return try ledger.firstEvent(where: condition, of: Selector(selector), from: start)
    } catch QuestionError.noSuchResource {
      return try ledger.firstEvent(where: condition, of: Selector(selector, type: "Group"), from: start)
    }
  }
}
