import ArgumentParser
import ScimLedger

/// `stats`: events counted by the values of some fields.
struct StatisticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count events by the values of one or more fields.",
    discussion: """
      EXAMPLES
        scim-ledger stats -k operation
        scim-ledger stats -k operation -k scimType -l 10 --failed
        scim-ledger stats -k userName --since 7d --attribute active
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var selection: SelectionOptions

  @Option(
    name: [.customShort("k"), .customLong("key")],
    help: ArgumentHelp("A field to count by; can be given several times.", valueName: "field"),
    completion: CommandCompletion.fields)
  var keys: [String] = ["operation"]

  @Option(
    name: [.customShort("l"), .customLong("limit")],
    help: ArgumentHelp("How many rows at most.", valueName: "count"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-l takes a number of rows, 0 or more.") }
  }

  func run() throws {
    try Question.answer(ledger) { opened in
      let fields = try keys.map { try EventField(required: $0) }
      let statistics = try opened.statistics(of: fields, selection.query(in: opened))
      StatisticsReport.show(statistics, limit: limit, format: output.format)
    }
  }
}

/// `values`: the values that a field has.
struct ValuesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "values",
    abstract: "List the values that a field has, most frequent first.",
    discussion: """
      EXAMPLES
        scim-ledger values tolerance
        scim-ledger values detail --where 'status eq 400' --since 2h
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var selection: SelectionOptions

  @Argument(help: "The field.", completion: CommandCompletion.fields)
  var field: String

  func run() throws {
    try Question.answer(ledger) { opened in
      let field = try EventField(required: field)
      let statistics = try opened.values(of: field, selection.query(in: opened))
      StatisticsReport.show(statistics, limit: nil, format: output.format)
    }
  }
}

/// Counted rows with their shares.
enum StatisticsReport {
  static func show(_ statistics: EventStatistics, limit: Int?, format: OutputFormat) {
    let columns =
      statistics.fields.map { Column($0.name) } + [.number("count"), .number("share")]
    var writer = RecordWriter(columns: columns, format: format)
    let shown = statistics.rows.prefix(limit ?? .max)
    for row in shown {
      writer.write(
        row.values.map { Cell($0, shownAs: $0.isNull ? "–" : nil) } + [
          Cell(row.count),
          Cell(JSONNumber(row.share).map { .number($0) } ?? .null, shownAs: percent(row.share)),
        ])
    }
    writer.end()
    guard format == .table else { return }
    let rest = statistics.rows.count - shown.count
    Console.line(
      "\(statistics.events) event\(statistics.events == 1 ? "" : "s")"
        + (rest > 0 ? ", \(rest) more row\(rest == 1 ? "" : "s")" : ""))
  }

  /// `12.3 %`.
  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}

extension EventField {
  init(required name: String) throws(QuestionError) {
    // What the audit views of identity providers call an operation.
    let name = name.lowercased() == "action" ? EventField.operation.name : name
    guard let field = EventField(named: name) else {
      throw .unknownField(name, nearest: EventField.nearest(to: name)?.name)
    }
    self = field
  }
}
