import ScimLedger

/// Prints rows on standard output, in any of the formats, as they come.
///
///     var writer = RecordWriter(columns: columns, format: .table)
///     for row in rows { writer.write(row) }
///     writer.end()
///
/// A table waits for the first thousand rows to settle its widths; nothing else is held in memory.
struct RecordWriter {
  private static let rowsToFit = 1000
  private static let bufferSize = 32 << 10

  private let columns: [Column]
  private let format: OutputFormat
  private var table: Table
  private var waiting: [[String]] = []
  private var hasBegun = false
  private var buffer = ""
  private(set) var count = 0

  init(columns: [Column], format: OutputFormat) {
    self.columns = columns
    self.format = format
    table = Table(columns: columns.filter(\.isInTable), width: Console.width)
  }

  /// Prints one row; `cells` stand in the order of the columns.
  mutating func write(_ cells: [Cell]) {
    count += 1
    switch format {
    case .table: writeTableRow(cells)
    case .json:
      append(hasBegun ? ",\n" : "[\n")
      append(json(cells))
      hasBegun = true
    case .jsonl: append(json(cells) + "\n")
    case .csv:
      beginCSV()
      append(cells.map { CSV.field($0) }.joined(separator: ",") + "\r\n")
    }
  }

  /// Shows what was written so far, for output that is followed as it grows.
  mutating func flush() {
    if format == .table { settleTable() }
    printBuffer()
  }

  /// Prints what is left. A listing without rows still has its header in CSV and its brackets in JSON.
  mutating func end() {
    switch format {
    case .table where count > 0: settleTable()
    case .json: append(hasBegun ? "\n]\n" : "[]\n")
    case .csv: beginCSV()
    default: break
    }
    printBuffer()
  }

  private mutating func writeTableRow(_ cells: [Cell]) {
    let texts = zip(columns, cells).filter { $0.0.isInTable }.map { $0.1.text.visible }
    guard !hasBegun else { return append(table.row(texts) + "\n") }
    waiting.append(texts)
    if waiting.count == Self.rowsToFit { settleTable() }
  }

  private mutating func settleTable() {
    guard !hasBegun else { return }
    hasBegun = true
    table.fit(waiting)
    append(table.header() + "\n")
    for row in waiting { append(table.row(row) + "\n") }
    waiting = []
  }

  private mutating func beginCSV() {
    guard !hasBegun else { return }
    hasBegun = true
    append(columns.map { CSV.field(Cell($0.name)) }.joined(separator: ",") + "\r\n")
  }

  private func json(_ cells: [Cell]) -> String {
    JSONObject(zip(columns, cells).map { ($0.name, $1.value) }).description.visibleJSON
  }

  private mutating func append(_ text: String) {
    buffer += text
    if buffer.utf8.count >= Self.bufferSize { printBuffer() }
  }

  private mutating func printBuffer() {
    guard !buffer.isEmpty else { return }
    Console.write(buffer)
    buffer = ""
  }
}
