import EventLog
import LMDB

/// Compares projections row by row; the second of each pair is the one folded anew.
struct ProjectionComparison {
  static let mostDifferences = 20

  private(set) var rows: UInt64 = 0
  private(set) var differences: [String] = []

  /// Walks both tables in pieces, since two cursors can't be borrowed at once through scoped scans.
  mutating func compare(
    _ kind: String, _ live: Table, in liveView: TransactionView, with rebuilt: Table,
    in rebuiltView: TransactionView
  ) throws {
    var from: [UInt8]?
    while true {
      let old = try piece(of: live, after: from, in: liveView)
      let new = try piece(of: rebuilt, after: from, in: rebuiltView)
      rows += UInt64(new.count)
      if old != new { note(kind, old, new) }
      guard let last = new.last?.key, differences.count < ProjectionComparison.mostDifferences, !old.isEmpty
      else {
        return
      }
      from = last
    }
  }

  private struct Row: Equatable {
    var key: [UInt8]
    var value: [UInt8]
  }

  private func piece(of table: Table, after key: [UInt8]?, in view: TransactionView) throws -> [Row] {
    var rows: [Row] = []
    // The least key above another is that key with a zero byte behind it.
    try view.scan(table, from: key.map { $0 + [0] }, direction: .ascending) { key, value in
      rows.append(Row(key: key.array, value: value.array))
      return rows.count < 1000 ? .next : .stop
    }
    return rows
  }

  private mutating func note(_ kind: String, _ old: [Row], _ new: [Row]) {
    for index in 0..<max(old.count, new.count) {
      let left = index < old.count ? old[index] : nil
      let right = index < new.count ? new[index] : nil
      guard left != right else { continue }
      let key = (left ?? right)?.key ?? []
      let what =
        left == nil
        ? "is missing"
        : right == nil
          ? "should not be there"
          : left?.key == right?.key ? "has another value" : "stands where the log puts another"
      differences.append("\(kind): the row \(hexadecimal(key)) \(what).")
      return
    }
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
