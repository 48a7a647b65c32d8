import Directory
import EventLog
import LMDB
import Projections
import ServiceProvider

/// A directory in tables that is thrown away. Events are folded into it where one is to be made again that looks at
/// more of the directory than there is in memory, and no sooner. The events themselves stay where they are.
final class ReplayScratch {
  let provider: ServiceProvider
  let log: LMDBEventLog
  let tables: ProjectionTables
  /// The resources that are at hand decoded.
  let versions = ResourceVersions()
  private let projector: Projector
  private let records: ScratchRecords
  private let events: any RecordedEvents
  /// The last event folded that changed the directory, or may show in a resource's history.
  private var changed = Position.start
  private let place: ScratchEnvironment
  /// What is made of the settings that the events give.
  private let adjusting: (ProviderSettings) throws -> ProviderSettings

  /// How many events are folded in a transaction.
  private static let chunk = 10_000
  /// How many are read at once.
  private static let batch = 1000

  init(
    of events: any RecordedEvents, adjusting: @escaping (ProviderSettings) throws -> ProviderSettings
  ) throws {
    self.adjusting = adjusting
    self.events = events
    records = ScratchRecords { try events.records(from: $0, limit: $1) }
    place = try ScratchEnvironment(for: "replay", tables: LogTables.names + ProjectionTables.names)
    do {
      let environment = place.environment
      log = try LMDBEventLog(scratch: environment, records: records)
      var tables = try ProjectionTables { try environment.table($0) }
      tables.versions = versions
      self.tables = tables
      projector = Projector(log: log, tables: tables)
      provider = try ServiceProvider(
        log: log, tables: tables, clock: LedgerClock(after: 0, now: { 0 }), cursors: CursorSeal(key: []),
        random: { 0 })
    } catch {
      place.remove()
      throw error
    }
  }

  deinit { place.remove() }

  /// Takes up the settings of an event before all that stands before it has been folded.
  func foldSettings(_ record: Record) throws {
    let event = try EventCodec.event(record)
    try log.environment.write { try projector.foldSettings(event, in: $0) }
  }

  /// Makes those observations again that need tables.
  func observe(_ made: inout [(index: Int, step: MadeStep)], _ making: ReplayMaking) throws {
    var waiting: [(place: Int, event: Event, sight: Position)] = []
    for (place, made) in made.enumerated() {
      guard case .needsTables(let event) = made.step else { continue }
      let before = Position(event.position.rawValue - 1)
      waiting.append((place, event, min(event.snapshot ?? before, before)))
    }
    guard let first = waiting.map(\.sight).min() else { return }
    // In the order of what they saw, so that as many as can be see it as the present.
    waiting.sort { ($0.sight, $0.place) < ($1.sight, $1.place) }
    try catchUp(with: first)
    try log.environment.writeSeenByReads { transaction in
      for (place, event, sight) in waiting {
        try fold(through: sight, limit: .max, in: transaction)
        made[place].step = try observed(event, making.chunk.records[made[place].index], making)
      }
    }
  }

  private func observed(_ event: Event, _ record: Record, _ making: ReplayMaking) throws -> MadeStep {
    do {
      return try making.compared(
        event, record, provider.reproduceObservation(event, changed: changed))
    } catch EventLogError.missingRecord(let position) {
      return .step(try ReplayStep(missing: position, for: record))
    }
  }

  /// Folds all events up to a position.
  func catchUp(with position: Position) throws {
    while records.head < position {
      let isDone = try log.environment.writeSeenByReads {
        try fold(through: position, limit: ReplayScratch.chunk, in: $0)
      }
      if isDone { return }
    }
  }

  /// - Returns: Whether all up to the position have been folded.
  @discardableResult
  private func fold(
    through position: Position, limit: Int, in transaction: borrowing WriteTransaction
  ) throws -> Bool {
    var left = limit
    while records.head < position {
      guard left > 0 else { return false }
      let ahead = Int(clamping: position.rawValue - records.head.rawValue)
      let found = try events.records(from: records.head.next, limit: min(left, ahead, ReplayScratch.batch))
        .prefix { $0.position <= position }
      guard !found.isEmpty else {
        records.head = position
        return true
      }
      for record in found {
        var event = try EventCodec.event(record)
        // Settings are taken up apart, and maybe later ones have been already.
        event.details = nil
        try projector.foldDirectory(event, in: transaction)
        records.head = event.position
        if !event.operation.isRead, event.operation != .unsupported { changed = event.position }
      }
      left -= found.count
    }
    return true
  }

  /// Takes the settings from the events folded so far.
  func loadSettings() throws {
    try provider.loadSettings()
    provider.use(try adjusting(provider.settings))
  }
}
