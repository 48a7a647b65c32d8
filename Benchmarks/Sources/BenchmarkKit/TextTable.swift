/// Rows of cells as lines of text.
package enum TextTable {
  /// The first column stands to the left, the others to the right.
  ///
  /// - Parameter rows: Each with as many cells as the first.
  package static func lines(_ rows: [[String]]) -> [String] {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let filled = row.prefix((row.lastIndex { !$0.isEmpty } ?? -1) + 1)
      return zip(filled, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }
  }
}
