import EventLog
import LMDB
import Provisioning

extension JobFold {
  /// Sets or removes an object's link, and with it what its references and those to it are worth.
  mutating func setLink(
    _ link: ConnectorEntry.Link?, of key: SourceKey, in transaction: borrowing WriteTransaction
  ) throws {
    let rowKey = JobKeys.object(key)
    let old = try transaction.get(rowKey, in: tables.links) { ConnectorEntry.Link(row: $0) } ?? nil
    guard old != link else { return }
    if let old, old.targetID != link?.targetID { try removeTarget(old.targetID, of: key, in: transaction) }
    if let link {
      try transaction.put(rowKey, link.row, in: tables.links)
      try transaction.put(
        JobKeys.names(key.type, link.targetID), PackedNames.pack([key.id]), in: tables.targets)
    } else {
      _ = try transaction.delete(rowKey, in: tables.links)
    }
    let difference = (link == nil ? 0 : 1) - (old == nil ? 0 : 1)
    if difference != 0 { countLinked(key.type, difference) }
    guard old?.targetID != link?.targetID else { return }
    if old != nil { try resetReferences(of: key, in: transaction) }
    try updateReferrers(of: key.id, isLinked: link != nil, wasLinked: old != nil, in: transaction)
  }

  private mutating func countLinked(_ type: String, _ difference: Int) {
    let count = (state.status.synchronizedEntryCountByType[type] ?? 0) &+ difference
    state.status.synchronizedEntryCountByType[type] = count > 0 ? count : nil
  }

  /// Another object may have been linked to the same account since; its row stays.
  private func removeTarget(
    _ targetID: String, of key: SourceKey, in transaction: borrowing WriteTransaction
  ) throws {
    let row = JobKeys.names(key.type, targetID)
    let holder =
      try transaction.get(row, in: tables.targets) { PackedNames.unpack($0, count: 1)?.first } ?? nil
    if holder == key.id { _ = try transaction.delete(row, in: tables.targets) }
  }

  /// The account is another one or none: it has none of the references that the old one had.
  private func resetReferences(of key: SourceKey, in transaction: borrowing WriteTransaction) throws {
    let rows = references(of: key)
    var resets: [(row: [UInt8], state: ReferenceState)] = []
    try transaction.view.scan(tables.references, from: rows.object, direction: .ascending) { row, value in
      guard row.begins(with: rows.object) else { return .stop }
      if value.count > 0, let state = ReferenceState(rawValue: value[0]), state != .wanted {
        resets.append((row.array, state))
      }
      return .next
    }
    for (row, state) in resets {
      if state == .exported {
        try setState(.wanted, ofRow: row, in: transaction)
      } else {
        _ = try transaction.delete(row, in: tables.references)
        var offset = rows.object.count
        _ = JobKeys.plainName(in: row.span, at: &offset)
        let back = Array(row[offset...]) + rows.object + Array(row[rows.object.count..<offset])
        _ = try transaction.delete(back, in: tables.referrers)
      }
    }
  }

  private func setState(
    _ state: ReferenceState, ofRow row: [UInt8], in transaction: borrowing WriteTransaction
  ) throws {
    guard var value = try transaction.bytes(for: row, in: tables.references), !value.isEmpty else { return }
    value[0] = state.rawValue
    try transaction.put(row, value, in: tables.references)
  }

  /// Whoever points to the object: an account that is gone took the references to it along, and one that is
  /// there now makes those that waited for it due.
  private func updateReferrers(
    of id: String, isLinked: Bool, wasLinked: Bool, in transaction: borrowing WriteTransaction
  ) throws {
    for (referrer, attribute) in try ReferenceRows.referrers(of: id, tables, in: transaction.view) {
      let rows = references(of: referrer)
      var state = try rows.state(attribute, id, in: transaction.view)
      if wasLinked, state == .exported {
        state = .wanted
        try rows.set(attribute, id, .wanted, in: transaction)
      }
      guard isLinked, state == .wanted, try transaction.contains(rows.object, in: tables.links) else {
        continue
      }
      var due = try due(rows.object, in: transaction.view) ?? ConnectorEntry.Due()
      guard !due.references else { continue }
      due.references = true
      try setDue(rows.object, due, in: transaction)
    }
  }

  /// Forgets every link: all references are to be written again, once the accounts are found again.
  mutating func forgetLinks(in transaction: borrowing WriteTransaction) throws {
    try transaction.removeAll(in: tables.links)
    try transaction.removeAll(in: tables.targets)
    state.status.synchronizedEntryCountByType = [:]
    var bound: [UInt8]?
    repeat {
      var exported: [[UInt8]] = []
      var last: [UInt8]?
      var seen = 0
      try transaction.view.scan(tables.references, from: bound, direction: .ascending) { row, value in
        last = row.array
        if value.count > 0, value[0] == ReferenceState.exported.rawValue { exported.append(row.array) }
        seen += 1
        return seen < 10_000 ? .next : .stop
      }
      for row in exported { try setState(.wanted, ofRow: row, in: transaction) }
      bound = seen == 10_000 ? last.map { $0 + [0] } : nil
    } while bound != nil
  }
}
