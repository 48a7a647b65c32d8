import EventLog
import LMDB

/// Compares tables row by row; the second of each pair is the one folded anew.
struct JobComparison {
  static let mostDifferences = 20
  private static let piece = 1000

  private(set) var rows = 0
  private(set) var differences: [String] = []

  private struct Row: Equatable {
    var key: [UInt8]
    var value: [UInt8]
  }

  /// Walks both in pieces, since two scoped scans can't run side by side.
  mutating func compare(
    _ kind: String, _ live: Table, in liveView: TransactionView, with folded: Table,
    in foldedView: TransactionView
  ) throws {
    var bound: [UInt8]?
    while differences.count < JobComparison.mostDifferences {
      let old = try rows(of: live, from: bound, in: liveView)
      let new = try rows(of: folded, from: bound, in: foldedView)
      // Up to the end of the shorter walk, so that a row too many does not shift all that follow.
      let ends = [old, new].filter { $0.count == JobComparison.piece }.compactMap(\.last?.key)
      let end = ends.min { $0.lexicographicallyPrecedes($1) }
      note(kind, old, new, through: end)
      guard let end else { return }
      bound = end + [0]
    }
  }

  private func rows(of table: Table, from bound: [UInt8]?, in view: TransactionView) throws -> [Row] {
    var rows: [Row] = []
    try view.scan(table, from: bound, direction: .ascending) { key, value in
      rows.append(Row(key: key.array, value: value.array))
      return rows.count < JobComparison.piece ? .next : .stop
    }
    return rows
  }

  private mutating func note(_ kind: String, _ old: [Row], _ new: [Row], through end: [UInt8]?) {
    func isWithin(_ row: Row) -> Bool { end.map { !$0.lexicographicallyPrecedes(row.key) } ?? true }
    let old = old.prefix(while: isWithin)
    let new = new.prefix(while: isWithin)
    rows += new.count
    guard old != new else { return }
    var values = Dictionary(old.map { ($0.key, $0.value) }) { first, _ in first }
    var what: [([UInt8], String)] = []
    for row in new {
      switch values.removeValue(forKey: row.key) {
      case nil: what.append((row.key, "is missing"))
      case row.value?: break
      case .some: what.append((row.key, "has another value"))
      }
    }
    what += values.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { ($0, "should not be there") }
    for (key, reason) in what.prefix(max(JobComparison.mostDifferences - differences.count, 0)) {
      differences.append("\(kind): the row \(hexadecimal(key)) \(reason).")
    }
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
