import Directory
import EventLog
import LMDB
import Projections
import ServiceProvider

/// A directory that is thrown away: events are folded into it one by one, so that each can be made again on the
/// directory as it was. The events themselves stay where they are.
final class ReplayScratch {
  let provider: ServiceProvider
  let log: LMDBEventLog
  let tables: ProjectionTables
  /// The resources that are at hand decoded.
  let versions = ResourceVersions()
  private let projector: Projector
  private let records: ScratchRecords
  private let place: ScratchEnvironment
  /// What is made of the settings that the events give.
  private let adjusting: (ProviderSettings) throws -> ProviderSettings

  init(
    of events: any RecordedEvents, adjusting: @escaping (ProviderSettings) throws -> ProviderSettings
  ) throws {
    self.adjusting = adjusting
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

  /// Runs work in a transaction that the provider's reads look into.
  func write<R>(_ body: (borrowing WriteTransaction) throws -> R) throws -> R {
    try log.environment.writeSeenByReads(body)
  }

  /// Goes on by an event.
  func fold(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    try projector.foldDirectory(event, in: transaction)
    records.head = event.position
  }

  /// Takes the settings from the events folded so far.
  func loadSettings() throws {
    try provider.loadSettings()
    provider.use(try adjusting(provider.settings))
  }
}
