import Directory
import EventLog
import LMDB
import SCIM
public import ServiceProvider

/// Makes recorded events again, one after the other, each on the directory as it was, and compares.
///
/// The events before the first one are folded into a directory that is thrown away. From then on each event is
/// made again from its recorded request by the code that makes events, with the recorded time and ids; then the
/// *recorded* event is folded, so that one divergence does not bring about others. The log is only read.
///
/// A second thread reads and decodes ahead, and compares behind; what happens to the directory happens in the
/// order of the log.
public final class ReplayRun {
  public let selection: ReplaySelection
  let scratch: ReplayScratch
  private let companion: Companion
  private let stream: RecordedStream
  /// Reads that saw the directory as it was some events before their own, by the last event that they saw; they
  /// are made again when that one has been folded, since the present is found quicker than the past.
  private var due: [Position: [RecordedEvent]] = [:]
  var early: [Position: PendingStep] = [:]
  private var reached = Position.start
  /// The last event that changed the directory, or may show in a resource's history.
  private(set) var changed = Position.start
  /// What a deletion brings about as it was made now.
  var consequences: [Event] = []
  var cause: Position?
  /// The operations of the last bulk request that have created a resource.
  private(set) var created: (bulk: Identifier, operations: Set<Int>) = (.none, [])

  /// How many events are made again in a transaction.
  private static let chunk = 4000
  /// How many are folded in one.
  private static let foldedChunk = 10_000
  private static let progressStep = 1000

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
    scratch = try ReplayScratch(of: events, adjusting: adjusting)
    companion = Companion(label: "scim-ledger.replay")
    var first = selection.first
    // What follows from a deletion is made by making the deletion again.
    if let record = try events.records(from: first, limit: 1).first {
      first = min(first, try EventCodec.event(record).cause ?? first)
    }
    stream = RecordedStream(
      events, from: Position(1), through: selection.last, madeAgainFrom: first, versions: scratch.versions,
      companion)
    try fold(before: first, progress)
    try scratch.loadSettings()
  }

  private func fold(before first: Position, _ progress: (UInt64, UInt64) -> Void) throws {
    var isDone = false
    while !isDone {
      try scratch.write { transaction in
        for _ in 0..<ReplayRun.foldedChunk {
          guard let next = try recorded(at: 0), next.event.position < first else {
            isDone = true
            return
          }
          // The first reads may have seen the directory as it was before the first event.
          if due[reached] != nil {
            try scratch.loadSettings()
            try observeDue()
          }
          try fold(next.event, in: transaction)
          if next.event.changesSettings { early.removeAll() }
          let done = reached.rawValue
          if done.isMultiple(of: UInt64(ReplayRun.progressStep)) { progress(done, first.rawValue - 1) }
        }
      }
    }
  }

  /// Looks at the rest of the selection.
  ///
  /// - Parameter goesOn: Whether divergences after the first one are looked for as well.
  public func report(
    goesOn: Bool = false, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> ReplayReport {
    var report = ReplayReport(first: selection.first, last: selection.last)
    try forEachStep { step in
      report.add(step.outcome, of: step.event.position)
      if report.compared.isMultiple(of: ReplayRun.progressStep) { progress(report.compared) }
      return goesOn || step.divergence == nil
    }
    return report
  }

  /// The next event of the selection; nil at its end.
  public func next() throws -> ReplayStep? {
    while stream.hasMore {
      let settings = scratch.provider.settings
      if let pending = try advance(atMost: 1).first { return pending.step(settings) }
    }
    return nil
  }

  /// Gives each step until `body` returns false or the selection ends.
  public func forEachStep(_ body: (ReplayStep) throws -> Bool) throws {
    var comparing: Companion.Begun<[ReplayStep]>?
    func goesOn() throws -> Bool {
      guard let begun = comparing else { return true }
      comparing = nil
      return try begun.value().allSatisfy(body)
    }
    while stream.hasMore {
      let settings = scratch.provider.settings
      let made: [PendingStep]
      do {
        made = try advance(atMost: ReplayRun.chunk)
      } catch {
        if try goesOn() { throw error }
        return
      }
      let begun = companion.begin { made.map { $0.step(settings) } }
      guard try goesOn() else { return }
      comparing = begun
    }
    _ = try goesOn()
  }

  /// Looks at some events under the same settings, of which no more than so many are of the selection; maybe none
  /// is.
  private func advance(atMost limit: Int) throws -> [PendingStep] {
    var steps: [PendingStep] = []
    try scratch.write { transaction in
      var done = 0
      var settingsChanged = false
      while steps.count < limit, done < ReplayRun.chunk, !settingsChanged, let next = try recorded(at: 0) {
        try observeDue()
        if let step = try look(at: next, in: transaction) { steps.append(step) }
        // Looking may have brought up others.
        try observeDue()
        try fold(next.event, in: transaction)
        done += 1
        settingsChanged = next.event.changesSettings
      }
      guard settingsChanged else { return }
      try scratch.loadSettings()
      // What was made again before was made under the settings before.
      early.removeAll()
    }
    return steps
  }

  private func fold(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    stream.advance()
    try scratch.fold(event, in: transaction)
    reached = event.position
    if let bulk = event.bulk, event.operation == .create, !event.isRefused {
      if bulk.id != created.bulk { created = (bulk.id, []) }
      created.operations.insert(bulk.index)
    }
    if !event.operation.isRead, event.operation != .unsupported { changed = event.position }
  }

  /// An event of the log, counted from the next one; nil beyond the selection's end.
  func recorded(at index: Int) throws -> RecordedEvent? {
    try stream.event(at: index) { recorded in
      let event = recorded.event
      guard ServiceProvider.isObservation(event), selection.includes(event), let snapshot = event.snapshot,
        snapshot >= reached, snapshot.next < event.position
      else { return }
      due[snapshot, default: []].append(recorded)
    }
  }

  /// Makes those reads again that saw the directory as it is now.
  private func observeDue() throws {
    for recorded in due.removeValue(forKey: reached) ?? [] {
      early[recorded.event.position] = try observe(recorded)
    }
  }
}

extension Event {
  fileprivate var changesSettings: Bool { operation == .configure || operation == .registerSchema }
}
