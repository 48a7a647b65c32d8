import Directory
import EventLog
import ProvisioningJobs

/// Pairs records of the provider's log with requests here; ``LogCorrelation`` says by what rules.
struct LogMatching {
  private struct Pair {
    var score: Int
    /// Microseconds apart.
    var distance: UInt64
    var record: Int
    var change: Int
  }

  private let records: [ProviderRecord]
  /// By time.
  private let changes: [LedgerChange]
  private let window: Int64
  /// The changes under each key, by time.
  private var changesOfKey: [String: [Int]] = [:]
  private var changeOfID: [String: Int] = [:]
  private var recordOfChange: [Int: Int] = [:]
  private var changesOfRecord: [Int: [Int]] = [:]

  init(_ records: [ProviderRecord], _ changes: [LedgerChange], window: Int64) {
    self.records = records
    self.changes = changes.sorted { ($0.time, $0.position) < ($1.time, $1.position) }
    self.window = window
    for (index, change) in self.changes.enumerated() {
      changeOfID[change.eventID.description] = index
      for key in change.keys { changesOfKey[key, default: []].append(index) }
    }
  }

  /// Gives each record the request that it most surely tells of.
  mutating func pair() {
    var pairs: [Pair] = []
    for index in records.indices { pairs += candidates(of: index) }
    pairs.sort { left, right in
      if left.score != right.score { return left.score > right.score }
      if left.distance != right.distance { return left.distance < right.distance }
      return (left.record, left.change) < (right.record, right.change)
    }
    for pair in pairs where recordOfChange[pair.change] == nil && changesOfRecord[pair.record] == nil {
      recordOfChange[pair.change] = pair.record
      changesOfRecord[pair.record] = [pair.change]
    }
  }

  /// Gives each record the further requests that came for its object while its change lasted.
  mutating func attachFurther() {
    for (record, found) in changesOfRecord.sorted(by: { $0.key < $1.key }) {
      let summary = records[record].record.summary
      guard summary.saysRequestWasSent, let first = found.first else { continue }
      let start = changes[first].time.microseconds
      let reach = Int64(clamping: summary.durationInMilliseconds).multipliedClamped(by: 1000)
        .addingClamped(Self.pause)
      for index in identified(record, from: start.subtractingClamped(reach), to: start.addingClamped(reach))
      where recordOfChange[index] == nil && Self.isPart(changes[index], of: summary.provisioningAction) {
        recordOfChange[index] = record
        changesOfRecord[record, default: []].append(index)
      }
    }
  }

  /// What may pass between the requests of one change beside the duration that the record gives.
  private static let pause: Int64 = 2_000_000

  private func candidates(of index: Int) -> [Pair] {
    let record = records[index].record
    let summary = record.summary
    for id in [summary.id, summary.changeID] {
      if let change = changeOfID[id.lowercased()] {
        return [Pair(score: Self.sameID, distance: 0, record: index, change: change)]
      }
    }
    guard summary.saysRequestWasSent else { return [] }
    let time = summary.activityDateTime
    let reach = Int64(clamping: summary.durationInMilliseconds).multipliedClamped(by: 1000)
      .addingClamped(window)
    return identified(index, from: time.subtractingClamped(reach), to: time.addingClamped(reach)).compactMap {
      candidate in
      let change = changes[candidate]
      guard let score = score(record, change) else { return nil }
      let distance = change.time.microseconds.subtractingClamped(time).magnitude
      return Pair(score: score, distance: distance, record: index, change: candidate)
    }
  }

  /// The requests for a record's object within a time.
  private func identified(_ index: Int, from start: Int64, to end: Int64) -> [Int] {
    let record = records[index].record
    let (accounts, names) = (record.summary.accountNames, record.summary.names)
    let known = [
      record.targetKeys, record.sourceKeys, accounts.map { ProvisioningLogRecord.nameKey($0) },
      names.map { ProvisioningLogRecord.nameKey($0) },
    ].first { keys in keys.contains { changesOfKey[$0] != nil } }
    var found: Set<Int> = []
    for key in known ?? [] {
      guard let indices = changesOfKey[key] else { continue }
      var next = indices.firstIndexSorted { changes[$0].time.microseconds >= start }
      while next < indices.count, changes[indices[next]].time.microseconds <= end {
        if Self.kindsAgree(record.summary, changes[indices[next]]) { found.insert(indices[next]) }
        next += 1
      }
    }
    return found.sorted()
  }
}

extension LogMatching {
  private static let sameID = 1000

  /// How sure it is that a request for the same object is the one that a record tells of; nil where another
  /// action rules it out.
  private func score(_ record: ProvisioningLogRecord, _ change: LedgerChange) -> Int? {
    let summary = record.summary
    guard let isExact = Self.agreement(summary.provisioningAction, change) else { return nil }
    var score = isExact ? 3 : 0
    if let cycle = change.cycle, summary.cycleID.lowercased() == cycle.description { score += 100 }
    if let key = change.targetKey, record.targetKeys.contains(key) { score += 40 }
    if let key = change.sourceKey, record.sourceKeys.contains(key) { score += 20 }
    let names = Set(summary.names.map { ProvisioningLogRecord.nameKey($0) })
    if change.accountKeys.contains(where: { names.contains($0) }) {
      score += 10
    } else if let key = change.displayKey, names.contains(key) {
      score += 4
    }
    if Self.outcomesAgree(summary.provisioningStatusInfo.status, [change]) { score += 5 }
    return score
  }

  /// Whether an action is what a request asks for, `true` where exactly that; nil where it can't be.
  static func agreement(_ action: ProvisioningObjectSummary.Action, _ change: LedgerChange) -> Bool? {
    switch (action, change.operation) {
    case (.create, .create), (.delete, .delete): true
    case (.update, .modify), (.update, .replace): !change.deactivates
    case (.disable, .modify), (.disable, .replace): change.deactivates
    case (.other, _): false
    default: nil
    }
  }

  /// Whether a further request can be part of a change: what a creation could not set yet is set by updates.
  private static func isPart(_ change: LedgerChange, of action: ProvisioningObjectSummary.Action) -> Bool {
    switch change.operation {
    case .modify, .replace: action != .delete && action != .stagedDelete
    default: false
    }
  }

  static func outcomesAgree(_ result: ProvisioningResult, _ changes: [LedgerChange]) -> Bool {
    let hasRefusal = changes.contains(where: \.isRefused)
    switch result {
    case .success: return !hasRefusal
    case .failure: return hasRefusal
    case .skipped: return changes.allSatisfy { $0.isUnchanged || $0.isRefused }
    case .warning: return true
    }
  }

  /// Whether both are people, or both groups, as far as both say it.
  private static func kindsAgree(_ summary: ProvisioningObjectSummary, _ change: LedgerChange) -> Bool {
    let types = (summary.sourceIdentity.identityType + " " + summary.targetIdentity.identityType).lowercased()
    switch change.type {
    case "User": return !types.contains("group")
    case "Group": return !types.contains("user") && !types.contains("worker")
    default: return true
    }
  }

  /// What has been found; requests that no record tells of only as far as the log can be expected to have them.
  var entries: [LogCorrelation.Entry] {
    var entries: [LogCorrelation.Entry] = records.indices.map { index in
      let found = (changesOfRecord[index] ?? []).sorted().map { changes[$0] }
      let summary = records[index].record.summary
      let standing: LogCorrelation.Standing =
        if found.isEmpty {
          summary.saysRequestWasSent ? .onlyProvider : .notSent
        } else {
          Self.outcomesAgree(summary.provisioningStatusInfo.status, found) ? .matched : .disagreeing
        }
      return .init(standing: standing, record: records[index], changes: found)
    }
    let clients = Set(recordOfChange.keys.map { changes[$0].client })
    let times = records.map(\.record.summary.activityDateTime)
    guard let start = times.min(), let end = times.max() else { return entries }
    for (index, change) in changes.enumerated() where recordOfChange[index] == nil {
      guard (start...end).contains(change.time.microseconds),
        clients.isEmpty || clients.contains(change.client)
      else { continue }
      entries.append(.init(standing: .onlyLedger, record: nil, changes: [change]))
    }
    return entries
  }
}

extension [Int] {
  /// The first index of which a condition holds that holds of all later ones too.
  fileprivate func firstIndexSorted(where holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Int64 {
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other > 0 ? .max : .min) : sum
  }

  func subtractingClamped(_ other: Int64) -> Int64 {
    let (difference, overflows) = subtractingReportingOverflow(other)
    return overflows ? (other > 0 ? .min : .max) : difference
  }

  func multipliedClamped(by other: Int64) -> Int64 {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
