import ArgumentParser
import ScimLedger

/// `log`: every operation, changed or refused, in order.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Print the log: one line for each operation, refused ones too.",
    discussion: """
      EXAMPLES
        scim-ledger log                     all events, oldest first
        scim-ledger log -n 20               the last 20
        scim-ledger log --reverse -n 20     the last 20, newest first
        scim-ledger log --from 100 -n 20    20 events from number 100 on
        scim-ledger log --failed            what was refused, and why
        scim-ledger log --follow            new events as they come
        scim-ledger log --where 'operation eq "delete" and status lt 300' --since 2h
        scim-ledger log --attribute active --actor entra
        scim-ledger log --cursor-file seen  what has come since the last time
        scim-ledger log --changes --output jsonl | jq .resource

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var selection: SelectionOptions

  @Flag(help: "Newest first.")
  var reverse = false

  @Option(
    name: [.customShort("n"), .customLong("limit")],
    help: ArgumentHelp(
      "How many events at most: the last ones, or with a start the first from there.", valueName: "count"))
  var limit: Int?

  @Option(help: ArgumentHelp("The event to start from.", valueName: "sequence"))
  var from: UInt64?

  @Flag(help: "Go on with new events as they come.")
  var follow = false

  @Option(
    help: ArgumentHelp("Where to keep how far the last run came.", valueName: "file"), completion: .file())
  var cursorFile: String?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a number of events, 0 or more.") }
    if follow, reverse { throw ValidationError("--follow can't be combined with --reverse.") }
    if follow, selection.until != nil { throw ValidationError("--follow can't be combined with --until.") }
    if cursorFile != nil, reverse { throw ValidationError("--cursor-file can't be combined with --reverse.") }
    if cursorFile != nil, follow { throw ValidationError("--cursor-file can't be combined with --follow.") }
    if from != nil, selection.since != nil { throw ValidationError("--from and --since name one start.") }
    if follow, output.format == .json {
      throw ValidationError("A JSON array has an end, and --follow has none. Use --output jsonl.")
    }
  }

  func run() async throws {
    let ledger = try ledger.openForReading()
    do {
      try await list(ledger)
    } catch let error as QuestionError {
      throw CommandFailure(error, in: self.ledger, ledger)
    }
  }

  private func list(_ ledger: ProvisioningLedger) async throws {
    var listing = EventListing(
      ledger: ledger, writer: RecordWriter(columns: EventReport.columns, format: output.format))
    var query = try selection.query(in: ledger)
    let cursor = cursorFile.map { EventCursor(path: $0) }
    if let next = try cursor?.next(in: ledger) { query.first = max(query.first, next) }
    let end = try ledger.head()
    var reached: Position?
    if reverse {
      if let from { query.last = min(query.last ?? end, Position(from)) }
      try listing.write(query, order: .newestFirst, limit: limit)
    } else if let limit, from == nil, selection.since == nil, cursor == nil {
      try listing.writeLast(query, limit: limit)
    } else {
      if let from { query.first = max(query.first, Position(from)) }
      reached = try listing.write(query, order: .oldestFirst, limit: limit)
    }
    if follow {
      query.first = max(query.first, end.next)
      try await listing.follow(query, after: end)
    }
    listing.end()
    // Only what has been printed may be skipped by the next run.
    if let reached { try cursor?.store(reached, in: ledger) }
  }
}
