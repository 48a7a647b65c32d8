import ArgumentParser
import ScimLedger

/// `history`: everything that happened to one user or group.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Print everything that happened to one user or group, deleted ones too.",
    discussion: """
      EXAMPLES
        scim-ledger history anna@example.com
        scim-ledger history externalId=7fce0092-d52e-4f76-b727-3955bd72c939
        scim-ledger history "All staff" --type group --output jsonl
        scim-ledger history anna@example.com@yesterday   up to then
      """)

  enum ResourceKind: String, ExpressibleByArgument, CaseIterable {
    case user, group

    var typeName: String { self == .user ? "User" : "Group" }
  }

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Whether the selector names a user or a group. (default: a user, else a group)")
  var type: ResourceKind?

  @Argument(
    help: "An id, a userName, a group's displayName, or `externalId=…`.", completion: CommandCompletion.users)
  var selector: String

  func run() throws {
    try Question.answer(ledger) { try run(in: $0) }
  }

  private func run(in opened: ProvisioningLedger) throws {
    let kinds = type.map { [$0] } ?? ResourceKind.allCases
    for kind in kinds {
      let dated = try opened.dated(selector)
      let named = Selector(dated.name, type: kind.typeName)
      let events = try opened.history(named)
      guard !events.isEmpty else { continue }
      let last = try dated.moment.map { try opened.position(asOf: $0, of: named) }
      return try show(events.filter { event in last.map { event.position <= $0 } ?? true }, from: opened)
    }
    throw CommandFailure(
      .notFound, "The log knows nobody by \(selector).",
      next: Suggestion.question(try opened.names(near: selector))
        + "Look with: scim-ledger users\(ledger.suggestion), or: scim-ledger log\(ledger.suggestion)")
  }

  private func show(_ events: [Event], from ledger: ProvisioningLedger) throws {
    var names = ResourceNames(ledger)
    if output.format == .table, let event = events.first {
      let name = names.name(for: event)
      Console.line(TextStyle.bold(EventReport.resource(of: event, name: name).visible))
      if name != nil, let id = event.resource { Console.line(TextStyle.dim(id.description)) }
      Console.line()
    }
    var writer = RecordWriter(columns: HistoryReport.columns, format: output.format)
    for event in events {
      writer.write(HistoryReport.cells(event, try ledger.modifiedProperties(of: event), &names))
    }
    writer.end()
  }
}
