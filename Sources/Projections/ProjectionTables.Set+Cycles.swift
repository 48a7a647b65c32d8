import Directory
import EventLog
import JSONTape
import LMDB
import SCIM

extension ProjectionTables.Set {
  /// Folds an event into the cycle that it is part of, or begins one.
  ///
  /// One row is written for an event, and one more for the first of a cycle.
  ///
  /// - Parameter before: The resource as it was before the event changed it.
  func foldCycle(
    _ event: Event, before: StoredResource?, in transaction: borrowing WriteTransaction
  ) throws {
    guard let cycles, !event.operation.isAdministrative else { return }
    let client = CycleKeys.client(event.actor.client)
    let time = event.time.microseconds
    let present =
      if let id = event.cycle {
        try cycle(at: CycleKeys.marked(id, client), in: transaction.view)
      } else {
        try inferredCycle(of: client, at: event.position, in: transaction.view).flatMap { found in
          Self.isWithinPause(time, after: found.row.ended) ? found : nil
        }
      }
    var (first, row) =
      present
      ?? (
        event.position,
        CycleRow(
          event.cycle == nil ? .test : .marked, id: event.cycle ?? event.id, client: event.actor.client,
          at: time)
      )
    if present == nil {
      if let id = event.cycle {
        try transaction.put(CycleKeys.marked(id, client), first.key, in: cycles)
      } else {
        try transaction.put(CycleKeys.inferred(client, first), [], in: cycles)
        try transaction.put(CycleKeys.named(event.id), first.key, in: cycles)
      }
    }
    if row.kind == .test { row.settle(event) }
    row.count(event, before: before)
    row.last = event.position
    row.ended = max(row.ended, time)
    try transaction.put(CycleKeys.row(first), row.bytes, in: cycles)
  }

  /// The cycle whose first position stands under a key.
  func cycle(at key: [UInt8], in view: TransactionView) throws -> (first: Position, row: CycleRow)? {
    guard let cycles, let first = try view.get(key.span, in: cycles, { $0.position(at: 0) }) ?? nil else {
      return nil
    }
    return try cycle(from: first, in: view)
  }

  func cycle(from first: Position, in view: TransactionView) throws -> (first: Position, row: CycleRow)? {
    guard let cycles,
      let row = try view.get(CycleKeys.row(first).span, in: cycles, { CycleRow($0) }) ?? nil
    else { return nil }
    return (first, row)
  }

  /// The last cycle without a mark that a client had begun at a position.
  func inferredCycle(
    of client: [UInt8], at position: Position, in view: TransactionView
  ) throws -> (first: Position, row: CycleRow)? {
    guard let cycles else { return nil }
    let prefix = CycleKeys.inferred(client)
    var first: Position?
    try view.scan(cycles, from: CycleKeys.inferred(client, position), direction: .descending) { key, _ in
      if key.starts(with: prefix) { first = key.position(at: prefix.count) }
      return .stop
    }
    return try first.flatMap { try cycle(from: $0, in: view) }
  }

  private static func isWithinPause(_ time: Int64, after last: Int64) -> Bool {
    let (pause, overflow) = time.subtractingReportingOverflow(last)
    return !overflow && pause <= ProvisioningCycle.longestPause.components.seconds * 1_000_000
  }
}

extension CycleRow {
  /// Takes note of a probe, or sees that this is more than a test of the connection.
  fileprivate mutating func settle(_ event: Event) {
    if let probed = ConnectionProbe.probed(by: event) {
      beganWithProbe = true
      self.probed = probed
      return
    }
    if event.operation == .discover { return }
    kind = .inferred
    if event.operation == .create, let image = event.effect?.image, let type = event.resourceType,
      ConnectionProbe.isValue(probed, of: image, type: type)
    {
      beganWithProbe = false
    }
    probed = 0
  }

  fileprivate mutating func count(_ event: Event, before: StoredResource?) {
    switch event.operation {
    case _ where event.isRefused: counts.refused += 1
    case _ where event.isUnchanged: counts.unchanged += 1
    case .create: counts.created += 1
    case .replace: counts.replaced += 1
    case .modify: counts.modified += 1
    case .delete: counts.deleted += 1
    case .read: counts.read += 1
    case .query: counts.queried += 1
    case .discover: counts.discovered += 1
    case .leaveGroup: counts.left += 1
    default: break
    }
    guard event.resourceType == "User", let before, let image = event.effect?.image else { return }
    let (was, now) = (before.image["active"] != false, image["active"] != false)
    if was, !now { counts.disabled += 1 }
    if !was, now { counts.enabled += 1 }
  }
}
