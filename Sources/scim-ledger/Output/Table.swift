/// Aligned columns for a reader, by display width, so that any script stands straight.
///
/// Widths are settled from the rows at hand when the first line is asked for; a longer text that comes later
/// keeps its place in the row, and is cut only where the output has a width.
///
/// On a terminal too narrow to read what would be left of a column, the last such columns stand below their row,
/// each value behind its heading.
struct Table {
  private static let gap = "  "
  private static let narrowest = 8
  /// What is left of a longer text must have this width to be worth reading.
  private static let readable = 20
  /// The same of the last column, whose long texts go on below themselves.
  private static let readableLast = 40
  private static let mostLines = 4

  private let columns: [Column]
  /// The most columns of the terminal that a line may take; nil for no limit.
  private let width: Int?
  private var widths: [Int] = []
  /// The columns that stand side by side, and those below them.
  private var beside: [Int]
  private var below: [Int] = []

  init(columns: [Column], width: Int?) {
    self.columns = columns
    self.width = width
    beside = Array(columns.indices)
  }

  /// Settles the widths so that these rows fit.
  mutating func fit(_ rows: [[String]]) {
    var natural = columns.map { $0.heading.displayWidth }
    for row in rows {
      for (index, text) in row.enumerated() where index < natural.count {
        natural[index] = max(natural[index], text.displayWidth)
      }
    }
    widths = natural
    guard let width else { return }
    while true {
      widths = natural
      let available = width - Self.gap.count * max(0, beside.count - 1)
      shrink(beside.filter { !columns[$0].keepsWidth }, until: available)
      shrink(beside, until: available)
      let cut = beside.filter { widths[$0] < min(natural[$0], least($0)) }
      let movable = beside.dropFirst().filter { !columns[$0].keepsWidth }
      // A column without any text takes no line below.
      let empty = movable.last { index in rows.allSatisfy { $0.count <= index || $0[index].isEmpty } }
      let widest = movable.max { natural[$0] < natural[$1] }
      guard !cut.isEmpty, let moved = empty ?? movable.last(where: cut.contains) ?? widest else { return }
      beside.removeAll { $0 == moved }
      below.append(moved)
      below.sort()
    }
  }

  private func least(_ index: Int) -> Int {
    index == beside.last && columns[index].wraps ? Self.readableLast : Self.readable
  }

  /// Takes from the widest of these columns, again and again, until the line fits.
  private mutating func shrink(_ indices: [Int], until available: Int) {
    while beside.reduce(0, { $0 + widths[$1] }) > available {
      guard let widest = indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.narrowest
      else { return }
      widths[widest] -= 1
    }
  }

  func header() -> String {
    line(columns.map { $0.heading }, style: .bold)
  }

  /// A row, over several lines where the terminal is narrow.
  func row(_ texts: [String]) -> String {
    ([line(texts, style: nil)] + linesBelow(texts)).joined(separator: "\n")
  }

  private func line(_ texts: [String], style: TextStyle?) -> String {
    var parts: [String] = []
    var rest: [String] = []
    for index in beside where index < texts.count {
      let column = columns[index]
      let isLast = index == beside.last
      var shown = texts[index]
      if width != nil, isLast, column.wraps, shown.displayWidth > widths[index] {
        (shown, rest) = wrapped(shown, toWidth: widths[index])
      } else if width != nil {
        shown = shown.truncated(toWidth: widths[index])
      }
      let padded =
        isLast && column.alignment == .left
        ? shown : shown.padded(toWidth: widths[index], alignment: column.alignment)
      parts.append(style?(padded) ?? padded)
    }
    let indent = beside.dropLast().reduce(0) { $0 + widths[$1] + Self.gap.count }
    let lines = [parts.joined(separator: Self.gap)] + rest.map { String(repeating: " ", count: indent) + $0 }
    return lines.map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  private func wrapped(_ text: String, toWidth width: Int) -> (String, [String]) {
    var lines = text.lines(ofWidth: width).map { $0.truncated(toWidth: width) }
    if lines.count > Self.mostLines {
      lines = Array(lines.prefix(Self.mostLines))
      lines[Self.mostLines - 1] = (lines[Self.mostLines - 1] + " …").truncated(toWidth: width)
    }
    return (lines.first ?? "", Array(lines.dropFirst()))
  }

  /// What stands below a row: as many values a line as fit.
  private func linesBelow(_ texts: [String]) -> [String] {
    guard let width else { return [] }
    let indent = "    "
    let room = max(Self.readable, width - indent.count)
    var lines: [String] = []
    var used = 0
    for index in below where index < texts.count && !texts[index].isEmpty {
      let heading = columns[index].heading
      let start = heading.displayWidth + 1
      let whole = start + texts[index].displayWidth
      if !lines.isEmpty, used + Self.gap.count + whole <= room {
        lines[lines.count - 1] += Self.gap + TextStyle.dim(heading) + " " + texts[index]
        used += Self.gap.count + whole
        continue
      }
      let (first, rest) = wrapped(texts[index], toWidth: max(Self.readable, room - start))
      lines.append(indent + TextStyle.dim(heading) + " " + first)
      lines += rest.map { indent + String(repeating: " ", count: start) + $0 }
      used = rest.isEmpty ? whole : room
    }
    return lines
  }
}
