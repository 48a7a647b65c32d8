import EventLog
import JSONTape
import LMDB
import Provisioning

/// The counters of a cycle that runs, in a row of their own: nearly every event changes them, and the rest of the
/// state seldom.
extension CycleCounts {
  static func rowKey(_ cycle: Identifier) -> [UInt8] { Array("counts".utf8) + cycle.bytes }

  private static let counters: [any WritableKeyPath<CycleCounts, Int> & Sendable] = [
    \.imported, \.importedDeltas, \.importedReferenceDeltas, \.entitled, \.entitledForProvisioning,
    \.exported, \.exports, \.escrowed, \.escrowedRaw,
  ]
  private static let numbers =
    counters.count + ProvisioningAction.allCases.count * ProvisioningResult.allCases.count

  /// Eight bytes a number: the counters in order, then the results by action.
  var row: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(CycleCounts.numbers * 8)
    for path in CycleCounts.counters { self[keyPath: path].appendBigEndian(to: &bytes) }
    for action in ProvisioningAction.allCases {
      let results = results[action]
      for result in ProvisioningResult.allCases { (results?[result] ?? 0).appendBigEndian(to: &bytes) }
    }
    return bytes
  }

  init(row: Span<UInt8>) throws(JobLedgerError) {
    self.init()
    guard row.count == CycleCounts.numbers * 8 else { throw .unreadableRow(table: "state") }
    var offset = 0
    for path in CycleCounts.counters {
      self[keyPath: path] = Int(bigEndian: row, at: offset)
      offset += 8
    }
    for action in ProvisioningAction.allCases {
      for result in ProvisioningResult.allCases {
        let count = Int(bigEndian: row, at: offset)
        if count != 0 { results[action, default: [:]][result] = count }
        offset += 8
      }
    }
  }

  static func load(
    _ cycle: Identifier, _ tables: JobTables.Set, in view: TransactionView
  ) throws -> CycleCounts {
    try view.get(rowKey(cycle).span, in: tables.state) { try CycleCounts(row: $0) } ?? CycleCounts()
  }
}

/// The state as it was last read or written, so that it is parsed only when its row is another one.
final class StateCache: Sendable {
  private let held = Locked<(row: [UInt8], state: JobState)?>(nil)

  func load(_ tables: JobTables.Set, in view: TransactionView) throws -> JobState {
    let held = held.withLock { $0 }
    let key = JobState.rowKey
    let found = try view.get(key.span, in: tables.state) { row in
      if let held, row.count == held.row.count, row.begins(with: held.row) { return held }
      let bytes = row.array
      return (row: bytes, state: try JobState(row: bytes))
    }
    guard let found else { return JobState() }
    self.held.withLock { $0 = found }
    return found.state
  }
}
