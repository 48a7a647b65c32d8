import ArgumentParser
import ScimLedger

/// `sync audit`: the audit log in Azure AD's older form.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Show the audit log: Import, Synchronization rule action, Export, Process escrow, and what "
      + "administrators did.",
    discussion: """
      Without --cycle and --user, the last entries of all. With --output json, Microsoft Graph's directoryAudit.

      EXAMPLES
        scim-ledger sync audit
        scim-ledger sync audit --user anna@example.com
        scim-ledger sync audit --cycle 0199c1f0-5b7a-7c3e-9a51-3f4e5d6c7b8a
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("The cycle, by its id.", valueName: "id"))
  var cycle: String?

  @Option(help: ArgumentHelp("The person or group, by id, user name, address or name.", valueName: "name"))
  var user: String?

  @Option(
    name: [.customShort("n"), .customLong("limit")],
    help: ArgumentHelp(
      "The last so many entries. (default: 40; of a cycle or a person, all)", valueName: "count"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a number of entries, 0 or more.") }
    if cycle != nil, user != nil { throw ValidationError("--cycle and --user don't go together.") }
  }

  func run() throws {
    let read = try job.openForReading()
    try AuditTable(format: output.format).show(try entries(read))
  }

  private func entries(_ read: ReadJob) throws -> ArraySlice<AuditEntry> {
    guard cycle == nil, user == nil else {
      let entries = try ChangeSelection(cycle: cycle, user: user, in: read).changes().flatMap {
        try read.ledger.auditEntries(ofChange: $0, context: read.context)
      }
      return entries.suffix(limit ?? .max)
    }
    return try AuditTable.last(limit ?? 40, in: read)
  }
}

/// The audit log's columns as the portal has them.
struct AuditTable {
  var format: OutputFormat

  private static let columns: [Column] = [
    .fixed("date", heading: "Date (UTC)"), Column("target", heading: "Target"),
    Column("activity", heading: "Activity"), .fixed("status", heading: "Status"),
    Column("reason", heading: "Status reason"),
  ]

  /// The last entries of the log.
  static func last(_ count: Int, in read: ReadJob) throws -> ArraySlice<AuditEntry> {
    let head = try read.ledger.head().rawValue
    // Most events have an entry or belong to a change that has; what begins before the window is cut off with it.
    let (window, isTooLarge) = UInt64(count).multipliedReportingOverflow(by: 12)
    let events = isTooLarge ? head : min(head, max(window, 2000))
    return try read.ledger.auditEntries(
      from: Position(head - events + 1), limit: Int(clamping: events), context: read.context
    ).suffix(count)
  }

  func show(_ entries: ArraySlice<AuditEntry>) throws {
    switch format {
    case .json: Console.line(JSONValue.array(entries.map { .object($0.json) }).pretty())
    case .jsonl:
      for entry in entries { Console.line(JSONValue.object(entry.json).description.visibleJSON) }
    case .table where !Self.fits(entries): showList(entries)
    case .table, .csv:
      var writer = RecordWriter(columns: Self.columns, format: format)
      for entry in entries { writer.write(Self.cells(entry)) }
      writer.end()
      if writer.count == 0, format == .table { Console.note("No entries.") }
    }
  }

  /// Whether nothing would be cut off.
  private static func fits(_ entries: ArraySlice<AuditEntry>) -> Bool {
    guard let width = Console.width else { return true }
    let rows = entries.map { cells($0).map(\.text.visible.displayWidth) }
    let widths = columns.indices.map { column in
      rows.reduce(columns[column].heading.displayWidth) { max($0, $1[column]) }
    }
    return widths.reduce(0, +) + 2 * (columns.count - 1) <= width
  }

  /// On a narrow terminal the reason stands on a line of its own.
  private func showList(_ entries: ArraySlice<AuditEntry>) {
    var table = Table(columns: Array(Self.columns.dropLast()), width: Console.width)
    let rows = entries.map { Self.cells($0).dropLast().map(\.text.visible) }
    table.fit(Array(rows))
    Console.line(table.header())
    for (entry, row) in zip(entries, rows) {
      Console.line(table.row(row))
      StepList.paragraph(entry.resultReason, indent: 2)
    }
  }

  private static func cells(_ entry: AuditEntry) -> [Cell] {
    [
      Cell(DateTime(microseconds: entry.activityDateTime)),
      Cell(entry.targetResources.first?.displayName), Cell(entry.activity.rawValue),
      Cell(entry.isSuccess ? "Success" : "Failure"), Cell(entry.resultReason),
    ]
  }
}
