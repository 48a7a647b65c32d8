import EventLog
import LMDB
import Provisioning

extension JobFold {
  mutating func take(
    _ facts: SourceImported, _ event: JobEvent, in transaction: borrowing WriteTransaction
  ) throws {
    let key = try key(of: event)
    let rowKey = JobKeys.object(key)
    let old = try transaction.get(rowKey, in: tables.entries) { try StoredEntry(row: $0) }
    let entry = StoredEntry(facts, key: key)
    try transaction.put(rowKey, entry.row, in: tables.entries)

    let pending = try due(rowKey, in: transaction.view)
    let isAttempted = try pending?.references == true && transaction.contains(rowKey, in: tables.links)
    let references = references(of: key)
    var deltas = 0
    for (attribute, delta) in entry.deltas(since: old, facts.referenceChanges) {
      deltas &+= try references.change(attribute, delta, isAttempted: isAttempted, in: transaction)
    }
    try count(event.cycle, in: transaction.view) { counts in
      if facts.change != .reevaluated { counts.importedDeltas &+= 1 }
      counts.importedReferenceDeltas &+= deltas
    }

    guard pending != nil || facts.due != nil else { return }
    try setDue(
      rowKey,
      ConnectorEntry.Due(
        object: pending?.object == true || facts.due?.object == true,
        references: pending?.references == true || facts.due?.references == true,
        isDeleted: entry.isDeleted,
        isDeletionAllowed: pending?.isDeletionAllowed == true || facts.due?.isDeletionAllowed == true,
        mayExist: pending?.mayExist == true || facts.due?.mayExist == true),
      in: transaction)
  }

  mutating func complete(
    _ facts: ChangeCompleted, _ event: JobEvent, in transaction: borrowing WriteTransaction
  ) throws {
    let key = try key(of: event)
    let rowKey = JobKeys.object(key)
    try count(event.cycle, in: transaction.view) { counts in
      counts.add(facts.action, facts.result)
      if facts.isExport { counts.exported &+= 1 }
    }
    let pending = try due(rowKey, in: transaction.view)
    try setDue(rowKey, facts.dueLeft, in: transaction)
    if facts.action != .stagedDelete { _ = try transaction.delete(rowKey, in: tables.staged) }
    switch facts.link {
    case .unchanged: break
    case .set(let link): try setLink(link, of: key, in: transaction)
    case .removed: try setLink(nil, of: key, in: transaction)
    }
    if pending?.object == true, pending?.references == true, facts.action != .stagedDelete {
      try keepReferencesDue(rowKey, in: transaction)
    }
    try forgetIfGone(key, in: transaction)
  }

  func due(_ rowKey: [UInt8], in view: TransactionView) throws -> ConnectorEntry.Due? {
    try view.get(rowKey.span, in: tables.due) { $0.count > 0 ? ConnectorEntry.Due(flags: $0[0]) : nil } ?? nil
  }

  /// Somebody whom the object points to may have got an account while it was worked on, which it did not know
  /// of when it said what it leaves due.
  private func keepReferencesDue(_ rowKey: [UInt8], in transaction: borrowing WriteTransaction) throws {
    guard try transaction.contains(rowKey, in: tables.links),
      try transaction.get(rowKey, in: tables.entries, { try StoredEntry(row: $0).isDeleted }) != true
    else { return }
    var due = try due(rowKey, in: transaction.view) ?? ConnectorEntry.Due()
    due.references = true
    try setDue(rowKey, due, in: transaction)
  }

  func setDue(
    _ rowKey: [UInt8], _ due: ConnectorEntry.Due?, in transaction: borrowing WriteTransaction
  ) throws {
    if let due {
      try transaction.put(rowKey, [due.flags], in: tables.due)
    } else {
      _ = try transaction.delete(rowKey, in: tables.due)
    }
  }

  /// Forgets an object that is gone for ever, once it has no account and nothing is to be done about it.
  func forgetIfGone(_ key: SourceKey, in transaction: borrowing WriteTransaction) throws {
    let rowKey = JobKeys.object(key)
    guard try !transaction.contains(rowKey, in: tables.links),
      try !transaction.contains(rowKey, in: tables.due),
      try !transaction.contains(rowKey, in: tables.escrows),
      try transaction.get(rowKey, in: tables.entries, { try StoredEntry(row: $0).isDeleted }) == true
    else { return }
    _ = try transaction.delete(rowKey, in: tables.entries)
    _ = try transaction.delete(rowKey, in: tables.staged)
    try references(of: key).removeAll(in: transaction)
  }

  func references(of key: SourceKey) -> ReferenceRows { ReferenceRows(tables: tables, key: key) }
}

extension ChangeCompleted {
  fileprivate var isExport: Bool {
    guard result == .success || result == .warning else { return false }
    return switch action {
    case .create, .update, .disable, .delete: true
    case .stagedDelete, .skip, .none: false
    }
  }
}

extension StoredEntry {
  /// How the references changed, in a fixed order: the large ones as the event says, the small ones by
  /// comparison with the image before.
  fileprivate func deltas(
    since old: StoredEntry?, _ changes: [String: ReferenceDelta]
  ) -> [(String, ReferenceDelta)] {
    var deltas = changes
    let names = Set(object.references.keys).union(old.map { Array($0.object.references.keys) } ?? [])
    for name in names where changes[name] == nil {
      let before = old?.object.references[name] ?? []
      let after = object.references[name] ?? []
      deltas[name] = ReferenceDelta(
        added: after.filter { !before.contains($0) }, removed: before.filter { !after.contains($0) })
    }
    return deltas.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
