import ArgumentParser
import ScimLedger

/// `sync show`: one change, in full.
struct ShowChangeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one change: its steps, each property with where it came from, request and answer.",
    discussion: """
      With --output json, Microsoft Graph's provisioningObjectSummary.

      EXAMPLES
        scim-ledger sync show 1042
        scim-ledger sync show 0199c1f0-5b7a-7c3e-9a51-3f4e5d6c7b8a
        scim-ledger sync show 1042 --output json
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: "The change's number, as `sync changes` prints it, or its id.")
  var change: String

  func run() throws {
    let read = try job.openForReading()
    guard let id = try identifier(in: read), let sheet = try ChangeSheet(id, in: read) else {
      throw CommandFailure(
        .notFound, "There is no change \(change).",
        next: "List the changes with: scim-ledger sync changes\(job.suggestion)")
    }
    switch output.format {
    case .table: try sheet.show()
    case .json: Console.line(JSONValue.object(sheet.json).pretty())
    case .jsonl: Console.line(JSONValue.object(sheet.json).description.visibleJSON)
    case .csv:
      var writer = RecordWriter(columns: ChangeReport.columns, format: .csv)
      if let cells = try ChangeReport.cells(id, in: read) { writer.write(cells) }
      writer.end()
    }
  }

  private func identifier(in read: ReadJob) throws -> Identifier? {
    if let number = UInt64(change) { return try read.ledger.event(at: Position(number))?.change }
    return Identifier(change)
  }
}
