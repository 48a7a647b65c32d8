/// Aligned columns for a reader, by display width, so that any script stands straight.
///
/// Widths are settled from the rows at hand when the first line is asked for; a longer text that comes later
/// keeps its place in the row, and is cut only where the output has a width.
struct Table {
  private static let gap = "  "
  private static let narrowest = 8

  private let columns: [Column]
  /// The most columns of the terminal that a line may take; nil for no limit.
  private let width: Int?
  private var widths: [Int] = []

  init(columns: [Column], width: Int?) {
    self.columns = columns
    self.width = width
  }

  /// Settles the widths so that these rows fit.
  mutating func fit(_ rows: [[String]]) {
    widths = columns.map { $0.heading.displayWidth }
    for row in rows {
      for (index, text) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], text.displayWidth)
      }
    }
    guard let width else { return }
    let available = width - Self.gap.count * max(0, columns.count - 1)
    shrink(columns.indices.filter { !columns[$0].keepsWidth }, until: available)
    shrink(Array(columns.indices), until: available)
  }

  /// Takes from the widest of these columns, again and again, until the line fits.
  private mutating func shrink(_ indices: [Int], until available: Int) {
    while widths.reduce(0, +) > available {
      guard let widest = indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.narrowest
      else { return }
      widths[widest] -= 1
    }
  }

  func header() -> String {
    line(columns.map { $0.heading }, style: .bold)
  }

  func row(_ texts: [String]) -> String { line(texts, style: nil) }

  private func line(_ texts: [String], style: TextStyle?) -> String {
    var parts: [String] = []
    for ((column, columnWidth), text) in zip(zip(columns, widths), texts) {
      let shown = width == nil ? text : text.truncated(toWidth: columnWidth)
      let isLast = parts.count == columns.count - 1
      let padded =
        isLast && column.alignment == .left
        ? shown : shown.padded(toWidth: columnWidth, alignment: column.alignment)
      parts.append(style?(padded) ?? padded)
    }
    var line = parts.joined(separator: Self.gap)
    while line.last == " " { line.removeLast() }
    return line
  }
}
