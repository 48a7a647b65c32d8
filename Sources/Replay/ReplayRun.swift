import Directory
import EventLog
import Projections
public import ServiceProvider

/// Makes recorded events again, one after the other, each on the directory as it was, and compares.
///
/// The events before the first one are folded into a directory in memory that is thrown away. From then on each
/// event is made again from its recorded request by the code that makes events, with the recorded time and ids, on
/// the directory that the *recorded* events before it have left, so that one divergence does not bring about others.
/// The log is only read.
///
/// Some thousand events are folded, with what they change still to be seen as it was; then they are made again on
/// all processors at once, while the next ones are read.
public final class ReplayRun {
  public let selection: ReplaySelection
  let scratch: ReplayScratch
  private let events: any RecordedEvents
  private let rows = DirectoryRows()
  private let stream: RecordedStream
  /// The operations of the last bulk request that have created a resource.
  private var created: (bulk: Identifier, operations: Set<Int>) = (.none, [])
  /// Made, and not asked for yet.
  private var waiting: ArraySlice<MadeStep> = []

  /// How many events are made again in one go.
  private static let chunk = 8192
  /// How many one processor makes before it takes others.
  private static let piece = 1024
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
    self.events = events
    scratch = try ReplayScratch(of: events, adjusting: adjusting)
    var first = selection.first
    // What follows from a deletion is made by making the deletion again.
    if let record = try events.records(from: first, limit: 1).first {
      first = min(first, try EventCodec.request(record).cause ?? first)
    }
    stream = RecordedStream(
      events, from: Position(1), through: selection.last, Companion(label: "scim-ledger.replay"))
    try fold(before: first, progress)
    try scratch.loadSettings()
  }

  private func fold(before first: Position, _ progress: (UInt64, UInt64) -> Void) throws {
    while let record = try stream.peek(), record.position < first {
      // The first reads may have seen the directory as it was before the first event.
      if record.position.rawValue + UInt64(ReplayRun.chunk) == first.rawValue { rows.begin() }
      try fold(record)
      let done = record.position.rawValue
      if done.isMultiple(of: UInt64(ReplayRun.progressStep)) { progress(done, first.rawValue - 1) }
    }
  }

  /// Folds the next record.
  ///
  /// - Returns: Whether the service provider wrote it itself.
  @discardableResult
  private func fold(_ record: Record) throws -> Bool {
    stream.advance()
    if record.changesSettings { try scratch.foldSettings(record) }
    guard let operation = Event.Operation(rawValue: record.kind), !operation.isAdministrative,
      operation == .leaveGroup || !ServiceProvider.isObservation(operation)
    else { return false }
    let changes = try RecordedRows(record)
    rows.fold(changes, of: record)
    guard changes.hasBulk else { return false }
    let event = try EventCodec.request(record)
    guard let bulk = event.bulk else { return false }
    let isOwn = bulk.id == created.bulk && created.operations.contains(bulk.index)
    if operation == .create, !event.isRefused {
      if bulk.id != created.bulk { created = (bulk.id, []) }
      created.operations.insert(bulk.index)
    }
    // The operation had been carried out already: this is what followed.
    return isOwn
  }

  /// Looks at the rest of the selection.
  ///
  /// - Parameter goesOn: Whether divergences after the first one are looked for as well.
  public func report(
    goesOn: Bool = false, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> ReplayReport {
    var report = ReplayReport(first: selection.first, last: selection.last)
    try forEach(keepingEvents: false) { made in
      switch made {
      case .identical(let position): report.add(.identical, of: position)
      case .step(let step):
        report.add(step.outcome, of: step.event.position)
        if !goesOn, step.divergence != nil { return false }
      default: break
      }
      if report.compared.isMultiple(of: ReplayRun.progressStep) { progress(report.compared) }
      return true
    }
    return report
  }

  /// The next event of the selection; nil at its end.
  public func next() throws -> ReplayStep? {
    var found: ReplayStep?
    try forEach(keepingEvents: true) { made in
      if case .step(let step) = made { found = step }
      return found == nil
    }
    return found
  }

  /// Gives each step until `body` returns false or the selection ends.
  public func forEachStep(_ body: (ReplayStep) throws -> Bool) throws {
    try forEach(keepingEvents: true) { made in
      guard case .step(let step) = made else { return true }
      return try body(step)
    }
  }

  private func forEach(keepingEvents keepsEvents: Bool, _ body: (MadeStep) throws -> Bool) throws {
    while true {
      while let made = waiting.popFirst() {
        if case .failed(let error) = made { throw error }
        guard try body(made) else { return }
      }
      guard let chunk = try nextChunk() else { return }
      waiting = try made(chunk, keepsEvents)[...]
    }
  }

  /// Folds the next records; nil at the end.
  private func nextChunk() throws -> ReplayChunk? {
    guard try stream.peek() != nil else { return nil }
    var chunk = ReplayChunk()
    chunk.records.reserveCapacity(ReplayRun.chunk)
    rows.begin()
    while let record = try stream.peek(), chunk.records.count < ReplayRun.chunk || record.isConsequence {
      if try fold(record) { chunk.own.insert(chunk.records.count) }
      chunk.records.append(record)
      if record.changesSettings { break }
    }
    chunk.goesOn = try stream.peek() != nil
    return chunk
  }

  private func made(_ chunk: ReplayChunk, _ keepsEvents: Bool) throws -> [MadeStep] {
    let making = ReplayMaking(
      chunk: chunk, rows: rows, events: events, selection: selection, provider: scratch.provider,
      keepsEvents: keepsEvents)
    let pieces = chunk.pieces(of: ReplayRun.piece)
    var made = Concurrently.map(pieces.count) { making.make(pieces[$0]) }.flatMap { $0 }
    try scratch.observe(&made, making)
    if chunk.records.last?.changesSettings == true { try scratch.loadSettings() }
    return made.map(\.step)
  }
}
