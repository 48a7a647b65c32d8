import Directory
import EventLog
import JSONTape
import LMDB
import SCIM
public import ServiceProvider

/// Makes recorded events again, one after the other, each on the directory as it was, and compares.
///
/// The events before the first one are folded into a directory that is thrown away. From then on each event is
/// made again from its recorded request by the code that makes events, with the recorded time and ids; then the
/// *recorded* event is folded, so that one divergence does not bring about others. The log is only read.
public final class ReplayRun {
  public let selection: ReplaySelection
  let scratch: ReplayScratch
  private let events: any RecordedEvents
  /// Read, and not looked at yet; `start` is the first of them.
  private var waiting: [RecordedEvent] = []
  private var start = 0
  private var nextToRead: Position
  /// Reads that saw the directory as it was some events before their own, by the last event that they saw; they
  /// are made again when that one has been folded, since the present is found quicker than the past.
  private var due: [Position: [RecordedEvent]] = [:]
  private var early: [Position: ReplayStep] = [:]
  private var reached = Position.start
  /// Looked at, but not folded yet: reads, which change nothing.
  private var unfolded: [RecordedEvent] = []
  /// The last event that changed the directory, or may show in a resource's history.
  private var changed = Position.start
  /// What a deletion brings about as it was made now.
  private var consequences: [Event] = []
  private var cause: Position?

  /// The operations of the last bulk request that have created a resource.
  private var created: (bulk: Identifier, operations: Set<Int>) = (.none, [])

  private static let chunk = 1000
  /// How far ahead reads are looked for that saw the directory as it is now.
  private static let sight = 256

  /// - Parameters:
  ///   - adjusting: What is made of the settings that the log gives; the settings themselves where nothing is
  ///     to be changed.
  ///   - progress: How many of the events before the first one have been folded.
  /// - Throws: `EventLogError` and `EventCodecError` where an event can't be read; `LMDBError`.
  public init(
    _ selection: ReplaySelection, in events: any RecordedEvents,
    adjusting: @escaping (ProviderSettings) throws -> ProviderSettings = { $0 },
    progress: (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
  ) throws {
    self.selection = selection
    self.events = events
    scratch = try ReplayScratch(adjusting: adjusting)
    var first = selection.first
    // What follows from a deletion is made by making the deletion again.
    if let record = try events.records(from: first, limit: 1).first {
      first = min(first, try EventCodec.event(record).cause ?? first)
    }
    nextToRead = first
    try fold(before: first, progress)
    try scratch.loadSettings()
  }

  private func fold(before first: Position, _ progress: (UInt64, UInt64) -> Void) throws {
    var next = Position(1)
    while next < first {
      let records = try events.records(from: next, limit: ReplayRun.chunk).filter { $0.position < first }
      guard let last = records.last else { return }
      try scratch.write { transaction in
        for record in records {
          let recorded = try RecordedEvent(record)
          try scratch.fold(recorded, in: transaction)
          note(recorded.event)
        }
      }
      next = last.position.next
      progress(last.position.rawValue, first.rawValue - 1)
    }
  }

  /// Looks at the rest of the selection.
  ///
  /// - Parameter goesOn: Whether divergences after the first one are looked for as well.
  public func report(
    goesOn: Bool = false, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> ReplayReport {
    var report = ReplayReport(selection)
    try forEachStep { step in
      report.add(step)
      if report.compared.isMultiple(of: ReplayRun.chunk) { progress(report.compared) }
      return goesOn || step.divergence == nil
    }
    return report
  }

  /// The next event of the selection; nil at its end.
  public func next() throws -> ReplayStep? {
    while hasMore {
      if let step = try advance(atMost: 1).first { return step }
    }
    return nil
  }

  /// Gives each step until `body` returns false or the selection ends.
  public func forEachStep(_ body: (ReplayStep) throws -> Bool) throws {
    while hasMore {
      for step in try advance(atMost: ReplayRun.chunk) {
        guard try body(step) else { return }
      }
    }
  }

  private var hasMore: Bool { start < waiting.count || nextToRead <= selection.last }

  /// Looks at some events, of which no more than so many are of the selection; maybe none is.
  private func advance(atMost limit: Int) throws -> [ReplayStep] {
    guard let next = try waiting(at: 0) else { return [] }
    if ServiceProvider.isObservation(next.event) {
      start += 1
      reached = next.event.position
      let step =
        selection.includes(next.event)
        ? try early.removeValue(forKey: reached) ?? observe(next) : nil
      try observeDue()
      unfolded.append(next)
      if unfolded.count >= ReplayRun.chunk { try scratch.write { try foldUnfolded(in: $0) } }
      return step.map { [$0] } ?? []
    }
    var steps: [ReplayStep] = []
    var settingsChanged = false
    try scratch.write { transaction in
      try foldUnfolded(in: transaction)
      var done = 0
      while steps.count < limit, done < ReplayRun.chunk, !settingsChanged, due[reached] == nil,
        let next = try waiting(at: 0),
        !ServiceProvider.isObservation(next.event)
      {
        if let step = try make(next, in: transaction) { steps.append(step) }
        start += 1
        done += 1
        try scratch.fold(next, in: transaction)
        note(next.event)
        reached = next.event.position
        settingsChanged = next.event.operation == .configure || next.event.operation == .registerSchema
      }
    }
    if settingsChanged {
      try scratch.loadSettings()
      // What was made again before was made under the settings before.
      early.removeAll()
    }
    try observeDue()
    return steps
  }

  /// Makes those reads again that saw the directory as it is now.
  private func observeDue() throws {
    for recorded in due.removeValue(forKey: reached) ?? [] {
      early[recorded.event.position] = try observe(recorded)
    }
  }

  private func expect(_ recorded: RecordedEvent) {
    let event = recorded.event
    guard ServiceProvider.isObservation(event), selection.includes(event), let snapshot = event.snapshot,
      snapshot > reached, snapshot.next < event.position
    else { return }
    due[snapshot, default: []].append(recorded)
  }

  private func note(_ event: Event) {
    if let bulk = event.bulk, event.operation == .create, !event.isRefused {
      if bulk.id != created.bulk { created = (bulk.id, []) }
      created.operations.insert(bulk.index)
    }
    if !event.operation.isRead, event.operation != .unsupported { changed = event.position }
  }

  private func foldUnfolded(in transaction: borrowing WriteTransaction) throws {
    for recorded in unfolded { try scratch.fold(recorded, in: transaction) }
    unfolded.removeAll(keepingCapacity: true)
  }

  /// An event that has been read, counted from the next one; nil beyond the selection's end.
  private func waiting(at index: Int) throws -> RecordedEvent? {
    while start + index + ReplayRun.sight >= waiting.count, nextToRead <= selection.last {
      let records = try events.records(from: nextToRead, limit: ReplayRun.chunk)
      guard let last = records.last else {
        nextToRead = selection.last.next
        break
      }
      waiting.removeFirst(start)
      start = 0
      for record in records where record.position <= selection.last {
        let recorded = try RecordedEvent(record)
        waiting.append(recorded)
        expect(recorded)
      }
      nextToRead = last.position.next
    }
    return start + index < waiting.count ? waiting[start + index] : nil
  }

  // MARK: - Making events again

  private func observe(_ recorded: RecordedEvent) throws -> ReplayStep {
    do {
      return step(
        recorded, try scratch.provider.reproduceObservation(recorded.event, changed: changed))
    } catch EventLogError.missingRecord(let position) {
      // A part of a log leaves out what nobody was expected to look at.
      return ReplayStep(
        event: recorded.event,
        outcome: .notReproducible(reason: "the event \(position), which it looked at, is not at hand"))
    }
  }

  private func make(
    _ recorded: RecordedEvent, in transaction: borrowing WriteTransaction
  ) throws -> ReplayStep? {
    let event = recorded.event
    let isIncluded = selection.includes(event)
    if event.operation.isAdministrative {
      return isIncluded ? AdministrativeCheck.step(recorded, scratch.provider.settings) : nil
    }
    if event.operation == .leaveGroup { return isIncluded ? follow(recorded) : nil }
    var followers = 0
    while let next = try waiting(at: followers + 1), next.event.cause == event.position { followers += 1 }
    guard isIncluded || followers > 0 else { return nil }
    // The operation has been carried out already: this is what followed.
    let isOwn = event.bulk.map { $0.id == created.bulk && created.operations.contains($0.index) } ?? false
    let decision = try scratch.provider.reproduceChange(event, isOwn: isOwn, in: transaction.view)
    (cause, consequences) = (event.position, decision?.consequences ?? [])
    guard isIncluded else { return nil }
    var result = step(recorded, decision?.event)
    // At the end of a log that is being written, or of the selection, they may be still to come.
    if case .identical = result.outcome, followers != consequences.count,
      try waiting(at: followers + 1) != nil
    {
      result.outcome = .diverged(
        Divergence(
          position: event.position,
          differences: [
            .init(
              path: "consequences", recorded: .number(JSONNumber(followers)),
              reproduced: .number(JSONNumber(consequences.count)))
          ]))
    }
    return result
  }

  /// Compares what followed from a deletion with what follows from it now.
  private func follow(_ recorded: RecordedEvent) -> ReplayStep {
    let event = recorded.event
    guard event.cause == cause, let cause, event.position > cause else {
      return ReplayStep(
        event: event, outcome: .notReproducible(reason: "the deletion that it follows from is not at hand"))
    }
    let index = Int(clamping: event.position.rawValue - cause.rawValue - 1)
    return step(recorded, index < consequences.count ? consequences[index] : nil)
  }

  private func step(_ recorded: RecordedEvent, _ reproduced: Event?) -> ReplayStep {
    let event = recorded.event
    var step = ReplayStep(event: event, outcome: .identical, reproduced: reproduced)
    let divergence =
      if let reproduced {
        EventComparison.divergence(recorded.record, reproduced)
      } else {
        Divergence(
          position: event.position,
          differences: [
            .init(path: "operation", recorded: .string(event.operation.name), reproduced: nil)
          ])
      }
    guard let divergence else { return step }
    if event.operation != .leaveGroup,
      let reason = UnrecordedCause.reason(
        for: event, secretNames: Set(scratch.provider.settings.registry.types.flatMap(\.secretNames)))
    {
      step.outcome = .notReproducible(reason: reason)
    } else {
      step.outcome = .diverged(divergence)
    }
    return step
  }
}
