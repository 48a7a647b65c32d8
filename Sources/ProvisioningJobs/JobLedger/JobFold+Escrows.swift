import EventLog
import LMDB
import Provisioning

extension JobFold {
  mutating func keep(
    _ fact: EscrowFact, _ event: JobEvent, in transaction: borrowing WriteTransaction
  ) throws {
    let key = try key(of: event)
    try removeEscrow(of: key, in: transaction)
    let escrow = Escrow(fact, of: key)
    let rowKey = JobKeys.object(key)
    try transaction.put(rowKey, escrow.row, in: tables.escrows)
    try transaction.put(JobKeys.time(escrow.nextAttempt) + rowKey, [], in: tables.escrowTimes)
    try count(event.cycle, in: transaction.view) { $0.escrowed &+= 1 }
  }

  func removeEscrow(of key: SourceKey, in transaction: borrowing WriteTransaction) throws {
    let rowKey = JobKeys.object(key)
    guard let old = try transaction.get(rowKey, in: tables.escrows, { try Escrow(row: $0) }) else { return }
    _ = try transaction.delete(rowKey, in: tables.escrows)
    _ = try transaction.delete(JobKeys.time(old.nextAttempt) + rowKey, in: tables.escrowTimes)
  }

  mutating func stage(
    _ facts: DeletionStaged, _ event: JobEvent, in transaction: borrowing WriteTransaction
  ) throws {
    let key = try key(of: event)
    let staged = StagedDeletion(key: key, action: facts.action, targetID: facts.targetID, staged: event.time)
    try transaction.put(JobKeys.object(key), staged.row, in: tables.staged)
  }

  mutating func allowDeletions(in transaction: borrowing WriteTransaction) throws {
    try releaseStaged(allowed: true, in: transaction)
  }

  mutating func rejectDeletions(in transaction: borrowing WriteTransaction) throws {
    try releaseStaged(allowed: false, in: transaction)
  }

  /// Makes what was staged due, and lifts the quarantine that it caused: an administrator has decided.
  private mutating func releaseStaged(allowed: Bool, in transaction: borrowing WriteTransaction) throws {
    if state.quarantine?.reason == .tooManyDeletes { state.quarantine = nil }
    var rows: [[UInt8]] = []
    try transaction.scan(tables.staged) { row, _ in
      rows.append(row.array)
      return .next
    }
    for row in rows {
      let isDeleted = try transaction.get(row, in: tables.entries) { try StoredEntry(row: $0).isDeleted }
      guard let isDeleted else { continue }
      var due = try due(row, in: transaction.view) ?? ConnectorEntry.Due()
      due.object = true
      due.isDeleted = isDeleted
      due.isDeletionAllowed = allowed
      try setDue(row, due, in: transaction)
    }
    try transaction.removeAll(in: tables.staged)
  }
}
