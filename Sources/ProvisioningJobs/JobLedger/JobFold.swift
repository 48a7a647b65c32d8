import EventLog
import JSONTape
import LMDB
import Provisioning

/// Folds events into one set of tables, within one transaction: a function of the events and of nothing else.
struct JobFold {
  let tables: JobTables.Set
  /// Read at the beginning, written by `finish`; the counters of cycles that run stand in `counts`.
  var state: JobState
  private let stored: JobState
  /// Counters that were asked for, by cycle.
  private var counts: [Identifier: (stored: CycleCounts, now: CycleCounts)] = [:]
  /// What index rows were written of last, so that the next event of the same change writes none.
  private var indexed = Indexed()
  /// The facts of the event that is folded, where whoever made it still has them.
  private var made: (any JobFacts)?

  private struct Indexed: Equatable {
    var change: Identifier?
    var cycle: Identifier?
    var source: SourceKey?
  }

  init(_ tables: JobTables.Set, in view: TransactionView, cache: StateCache = StateCache()) throws {
    self.tables = tables
    state = try cache.load(tables, in: view)
    stored = state
  }

  func finish(in transaction: borrowing WriteTransaction) throws {
    for (cycle, counts) in counts where counts.now != counts.stored {
      try transaction.put(CycleCounts.rowKey(cycle), counts.now.row, in: tables.state)
    }
    guard state != stored else { return }
    try transaction.put(JobState.rowKey, state.row, in: tables.state)
  }

  /// The event must have its position, and its values must be sealed as the log has them.
  ///
  /// - Parameter facts: In the place of the event's own, where they need not be read.
  mutating func fold(
    _ event: JobEvent, _ facts: (any JobFacts)? = nil, in transaction: borrowing WriteTransaction
  ) throws {
    made = facts
    try index(event, in: transaction)
    try take(event, in: transaction)
  }

  private mutating func take(_ event: JobEvent, in transaction: borrowing WriteTransaction) throws {
    switch event.kind {
    case .jobCreated: state.name = try facts(JobCreated.self, of: event).name
    case .configured: configure(try facts(JobConfigured.self, of: event), at: event.position)
    case .connectionTested, .cycleContinued, .decisionMade, .exportRequested, .referencesDeferred: break
    case .jobPaused: state.isPaused = true
    case .jobResumed:
      state.isPaused = false
      // Somebody has looked at it: the weeks after which a job is left alone are counted anew.
      state.quarantine.mutate { $0.seriesBegan = event.time }
    case .jobRestarted: try restart(facts(JobRestarted.self, of: event), in: transaction)
    case .deletionsAllowed: try allowDeletions(in: transaction)
    case .deletionsRejected: try rejectDeletions(in: transaction)
    case .cycleStarted: try start(facts(CycleStarted.self, of: event), event, in: transaction)
    case .cycleEnded: try end(facts(CycleEnded.self, of: event), event, in: transaction)
    case .sourceRead: try read(facts(SourceRead.self, of: event), cycle: event.cycle, in: transaction)
    case .sourceImported: try take(facts(SourceImported.self, of: event), event, in: transaction)
    case .scopeEvaluated:
      let facts = try facts(ScopeEvaluated.self, of: event)
      try count(event.cycle, in: transaction.view) { counts in
        if facts.isEntitled { counts.entitled &+= 1 }
        if facts.isInScope { counts.entitledForProvisioning &+= 1 }
      }
    case .matchQueried, .mappingEvaluated:
      guard event.facts.contains("failure") else { return }
      try count(event.cycle, in: transaction.view) { $0.escrowedRaw &+= 1 }
    case .exportAnswered:
      let failed = event.facts.contains("failure")
      try count(event.cycle, in: transaction.view) { counts in
        if failed { counts.escrowedRaw &+= 1 } else { counts.exports &+= 1 }
      }
    case .referencesExported:
      let facts = try facts(ReferencesExported.self, of: event)
      try references(of: key(of: event)).export(facts, in: transaction)
    case .changeCompleted: try complete(facts(ChangeCompleted.self, of: event), event, in: transaction)
    case .escrowOpened: try keep(facts(EscrowOpened.self, of: event).escrow, event, in: transaction)
    case .escrowRetried: try keep(facts(EscrowRetried.self, of: event).escrow, event, in: transaction)
    case .escrowClosed, .escrowExpired:
      try removeEscrow(of: key(of: event), in: transaction)
      try forgetIfGone(key(of: event), in: transaction)
    case .deletionStaged: try stage(facts(DeletionStaged.self, of: event), event, in: transaction)
    case .quarantineEntered: enter(try facts(QuarantineEntered.self, of: event), at: event.time)
    case .quarantineLeft: state.quarantine = nil
    }
  }

  /// The event with those of its facts that `fold` looks at: what waits to be folded weighs less, and most facts
  /// are freed by whoever made them.
  static func essentials(of event: JobEvent) -> JobEvent {
    switch event.kind {
    case .connectionTested, .cycleContinued, .decisionMade, .exportRequested, .referencesDeferred: break
    case .matchQueried, .mappingEvaluated, .exportAnswered:
      if event.facts.contains("failure") { return event }
    default: return event
    }
    var event = event
    event.facts = [:]
    return event
  }

  /// What `fold` looks at.
  enum Need {
    case nothing, facts
    /// The members as they are stored.
    case members
  }

  /// What the fold of an event needs of its facts, as `essentials` has it.
  static func need(of facts: some JobFacts) -> Need {
    switch type(of: facts).kind {
    case .connectionTested, .cycleContinued, .decisionMade, .exportRequested, .referencesDeferred: .nothing
    case .sourceImported, .scopeEvaluated, .changeCompleted: .facts
    case .matchQueried: (facts as? MatchQueried)?.failure == nil ? .nothing : .members
    case .mappingEvaluated: (facts as? MappingEvaluated)?.failure == nil ? .nothing : .members
    case .exportAnswered: (facts as? ExportAnswered)?.failure == nil ? .nothing : .members
    default: .members
    }
  }

  private func facts<Facts: JobFacts>(_ type: Facts.Type, of event: JobEvent) throws -> Facts {
    if let made = made as? Facts { return made }
    do throws(JobFactsError) {
      return try Facts(json: event.facts)
    } catch {
      throw JobLedgerError.unreadableEvent(
        event.position, reason: "\(error.member) must be \(error.expected)")
    }
  }

  func key(of event: JobEvent) throws -> SourceKey {
    guard let key = event.source else {
      throw JobLedgerError.incompleteEvent(kind: event.kind.name, lacks: "object")
    }
    return key
  }

  private mutating func index(_ event: JobEvent, in transaction: borrowing WriteTransaction) throws {
    guard let change = event.change else {
      guard let source = event.source else { return }
      let key = JobKeys.object(source) + event.position.key
      return try transaction.put(key, [], in: tables.objectEvents)
    }
    try transaction.put(JobKeys.changeEvent(change, event.position), [], in: tables.changeEvents)
    let rows = Indexed(change: change, cycle: event.cycle, source: event.source)
    guard rows != indexed else { return }
    indexed = rows
    if let source = event.source {
      try transaction.put(JobKeys.object(source) + change.bytes, [], in: tables.objectChanges)
    }
    if let cycle = event.cycle {
      try transaction.put(cycle.bytes + change.bytes, [], in: tables.cycleChanges)
    }
  }

  /// Changes the counters of the cycle with this id, where it is one that runs.
  mutating func count(
    _ cycle: Identifier?, in view: TransactionView, _ change: (inout CycleCounts) -> Void
  ) throws {
    guard let cycle, state.cycle?.id == cycle || state.onDemand?.id == cycle else { return }
    var counters = try counters(of: cycle, in: view)
    change(&counters.now)
    counts[cycle] = counters
  }

  private func counters(
    of cycle: Identifier, in view: TransactionView
  ) throws -> (stored: CycleCounts, now: CycleCounts) {
    if let known = counts[cycle] { return known }
    let stored = try CycleCounts.load(cycle, tables, in: view)
    return (stored, stored)
  }

  /// Takes the counters of a cycle that runs no more out of the tables.
  mutating func takeCounts(
    of cycle: Identifier, in transaction: borrowing WriteTransaction
  ) throws -> CycleCounts {
    let counters = try counters(of: cycle, in: transaction.view)
    counts[cycle] = nil
    _ = try transaction.delete(CycleCounts.rowKey(cycle), in: tables.state)
    return counters.now
  }
}

extension Optional {
  mutating func mutate(_ body: (inout Wrapped) -> Void) {
    guard var value = self else { return }
    body(&value)
    self = value
  }
}
