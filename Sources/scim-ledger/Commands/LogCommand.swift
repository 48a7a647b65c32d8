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
        scim-ledger log --changes --output jsonl | jq .resource
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Newest first.")
  var reverse = false

  @Option(
    name: [.customShort("n"), .customLong("limit")],
    help: ArgumentHelp(
      "How many events at most: the last ones, or with --from the first from there.", valueName: "count"))
  var limit: Int?

  @Option(help: ArgumentHelp("The event to start from.", valueName: "sequence"))
  var from: UInt64?

  @Flag(help: "Go on with new events as they come.")
  var follow = false

  @Flag(help: "Only what changed a user or group.")
  var changes = false

  @Flag(help: "Only what was refused.")
  var failed = false

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a number of events, 0 or more.") }
    if follow, reverse { throw ValidationError("--follow can't be combined with --reverse.") }
    if changes, failed { throw ValidationError("--changes and --failed leave nothing together.") }
    if follow, output.format == .json {
      throw ValidationError("A JSON array has an end, and --follow has none. Use --output jsonl.")
    }
  }

  func run() async throws {
    let ledger = try ledger.openForReading()
    var page = LogPage(
      ledger: ledger, writer: RecordWriter(columns: EventReport.columns, format: output.format))
    page.selects = { event in
      (!changes || event.isChange) && (!failed || event.isRefused)
    }
    let end = try ledger.head()
    if reverse {
      try page.writeBackward(from: from.map { Position($0) } ?? end, limit: limit)
    } else if let from {
      try page.writeForward(from: Position(from), through: end, limit: limit)
    } else if let limit {
      try page.writeLast(limit, through: end)
    } else {
      try page.writeForward(from: .start, through: end, limit: nil)
    }
    if follow { try await page.follow(after: end) }
    page.end()
  }
}
