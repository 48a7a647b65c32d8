import EventLog
import LMDB
import Provisioning

extension JobFold {
  mutating func configure(_ facts: JobConfigured, at position: Position) {
    state.configuredAt = position
    guard facts.hash != state.configurationHash else { return }
    state.configurationHash = facts.hash
    state.needsInitialCycle = true
    if state.cycle?.configurationHash != facts.hash { state.cycle.mutate { $0.isOutdated = true } }
  }

  mutating func start(
    _ facts: CycleStarted, _ event: JobEvent, in transaction: borrowing WriteTransaction
  ) throws {
    guard let id = event.cycle else {
      throw JobLedgerError.incompleteEvent(kind: event.kind.name, lacks: "cycle")
    }
    let cycle = RunningCycle(
      id: id, kind: facts.cycle, began: event.time, seed: facts.seed, now: facts.now,
      configurationHash: facts.configuration, watermark: facts.watermark,
      forcesDeletions: facts.forcesDeletions, start: event.position)
    if facts.cycle == .onDemand {
      try closeOff(state.onDemand, in: transaction)
      state.onDemand = cycle
    } else {
      try closeOff(state.cycle, in: transaction)
      state.cycle = cycle
      state.continuation = nil
      state.pendingWatermark = nil
      state.isReadComplete = false
      state.forcesDeletions = false
    }
    let summary = CycleSummary(
      id: id, kind: facts.cycle, began: event.time, configurationHash: facts.configuration,
      configuredAt: state.configuredAt, watermarkBefore: facts.watermark, start: event.position)
    try transaction.put(id.bytes, summary.row, in: tables.cycles)
  }

  /// Another cycle takes the place of one that never ended: what it counted stays in the list of cycles.
  private mutating func closeOff(
    _ cycle: RunningCycle?, in transaction: borrowing WriteTransaction
  ) throws {
    guard let cycle else { return }
    let counts = try takeCounts(of: cycle.id, in: transaction)
    guard let row = try transaction.bytes(for: cycle.id.bytes, in: tables.cycles) else { return }
    var summary = try CycleSummary(id: cycle.id, row: row.span)
    guard summary.outcome == nil else { return }
    summary.counts = counts
    try transaction.put(cycle.id.bytes, summary.row, in: tables.cycles)
  }

  mutating func end(
    _ facts: CycleEnded, _ event: JobEvent, in transaction: borrowing WriteTransaction
  ) throws {
    guard let id = event.cycle else {
      throw JobLedgerError.incompleteEvent(kind: event.kind.name, lacks: "cycle")
    }
    if let row = try transaction.bytes(for: id.bytes, in: tables.cycles) {
      var summary = try CycleSummary(id: id, row: row.span)
      summary.ended = event.time
      summary.outcome = facts.state
      summary.watermarkAfter = facts.watermark
      summary.counts = facts.counts
      summary.error = facts.error
      summary.end = event.position
      try transaction.put(id.bytes, summary.row, in: tables.cycles)
    }
    if state.onDemand?.id == id || state.cycle?.id == id { _ = try takeCounts(of: id, in: transaction) }
    if state.onDemand?.id == id { state.onDemand = nil }
    guard let cycle = state.cycle, cycle.id == id else { return }
    state.cycle = nil
    state.continuation = nil
    state.pendingWatermark = nil
    state.isReadComplete = false
    if facts.prunesEscrows {
      try transaction.removeAll(in: tables.escrows)
      try transaction.removeAll(in: tables.escrowTimes)
    }
    let execution = SynchronizationTaskExecution(
      activityIdentifier: id.description, counts: facts.counts, error: facts.error, state: facts.state,
      timeBegan: cycle.began, timeEnded: event.time)
    let isSteady = try transaction.count(of: tables.due) == 0
    state.status.add(execution, of: cycle.kind, prunesEscrows: facts.prunesEscrows, isSteady: isSteady)
    if facts.state.wentThrough, !cycle.isOutdated {
      state.watermark = facts.watermark ?? state.watermark
      state.needsInitialCycle = false
    }
  }

  mutating func read(
    _ facts: SourceRead, cycle: Identifier?, in transaction: borrowing WriteTransaction
  ) throws {
    try count(cycle, in: transaction.view) { $0.imported &+= max(facts.changes, 0) }
    guard let cycle, state.cycle?.id == cycle else { return }
    state.continuation = facts.continuation
    state.pendingWatermark = facts.watermark ?? state.pendingWatermark
    state.isReadComplete = facts.isLast
    state.cycle.mutate { $0.problems &+= facts.problems.count }
  }

  mutating func enter(_ facts: QuarantineEntered, at time: Int64) {
    state.quarantine = Quarantine(
      reason: facts.reason, currentBegan: time, seriesBegan: state.quarantine?.seriesBegan ?? time,
      seriesCount: state.quarantine.map { $0.seriesCount &+ 1 } ?? 0, nextAttempt: facts.nextAttempt,
      message: facts.message)
  }

  mutating func restart(_ facts: JobRestarted, in transaction: borrowing WriteTransaction) throws {
    let parts = RestartScope.parts(of: facts.scopes)
    if parts.contains(.connectorDataStore) { try forgetLinks(in: transaction) }
    if parts.contains(.escrows) {
      try transaction.removeAll(in: tables.escrows)
      try transaction.removeAll(in: tables.escrowTimes)
      state.status.escrowsPruned = false
    }
    // Without its link an object is matched again only if it is looked at again.
    if parts.contains(.watermark) || parts.contains(.connectorDataStore) {
      state.watermark = nil
      state.needsInitialCycle = true
      state.cycle.mutate { $0.isOutdated = true }
      state.status.steadyStateFirstAchievedTime = nil
      state.status.steadyStateLastAchievedTime = nil
    }
    if parts.contains(.quarantineState) { state.quarantine = nil }
    if parts.contains(.forceDeletes) {
      try allowDeletions(in: transaction)
      state.forcesDeletions = true
    }
  }
}

extension CycleOutcome {
  /// Whether the cycle came to its end, even if some objects failed.
  var wentThrough: Bool { self == .succeeded || self == .entryLevelErrors }
}

extension SynchronizationStatus {
  fileprivate mutating func add(
    _ execution: SynchronizationTaskExecution, of kind: CycleKind, prunesEscrows: Bool, isSteady: Bool
  ) {
    lastExecution = execution
    if prunesEscrows || kind == .initial { escrowsPruned = prunesEscrows }
    switch execution.state {
    case .failed: countSuccessiveCompleteFailures &+= 1
    case .interrupted: break
    case .succeeded, .entryLevelErrors:
      countSuccessiveCompleteFailures = 0
      lastSuccessfulExecution = execution
      if execution.counts.exports > 0 { lastSuccessfulExecutionWithExports = execution }
      if isSteady {
        steadyStateFirstAchievedTime = steadyStateFirstAchievedTime ?? execution.timeEnded
        steadyStateLastAchievedTime = execution.timeEnded
      }
    }
  }
}
