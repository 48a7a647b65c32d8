import ScimLedger

/// Fields of comma-separated values (RFC 4180).
enum CSV {
  /// A field, always on one line; quoted where it holds a comma or a quotation mark, or a space at its edge.
  static func field(_ cell: Cell) -> String {
    let text = plainText(of: cell).visible
    let needsQuotes = text.contains { $0 == "," || $0 == "\"" } || text.first == " " || text.last == " "
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  private static func plainText(of cell: Cell) -> String {
    switch cell.value {
    case .null: ""
    case .string(let text): text
    case .array: cell.text
    default: cell.value.description
    }
  }
}
