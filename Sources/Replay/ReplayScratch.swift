import Directory
import EventLog
import Foundation
import LMDB
import Projections
import ServiceProvider

/// A log and a directory that are thrown away: events are copied into them one by one, so that each can be made
/// again on the directory as it was.
final class ReplayScratch {
  let provider: ServiceProvider
  let log: LMDBEventLog
  let tables: ProjectionTables
  private let projector: Projector
  private let path: String
  /// What is made of the settings that the events give.
  private let adjusting: (ProviderSettings) throws -> ProviderSettings

  init(adjusting: @escaping (ProviderSettings) throws -> ProviderSettings) throws {
    self.adjusting = adjusting
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "scim-ledger-replay-\(UUID().uuidString)"
      ).path
    var options = Environment.Options()
    options.durability = .rebuilding
    options.maxReaders = 16
    try Environment.create(at: path, options: options, tables: LogTables.names + ProjectionTables.names)
    do {
      let environment = try Environment(opening: path, options: options)
      do {
        log = try LMDBEventLog(scratch: environment)
        tables = try ProjectionTables { try environment.table($0) }
        projector = Projector(log: log, tables: tables)
        provider = try ServiceProvider(
          log: log, tables: tables, clock: LedgerClock(after: 0, now: { 0 }), cursors: CursorSeal(key: []),
          random: { 0 })
      } catch {
        environment.close()
        throw error
      }
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  deinit {
    log.environment.close()
    try? FileManager.default.removeItem(atPath: path)
  }

  func write<R>(_ body: (borrowing WriteTransaction) throws -> R) throws -> R {
    try log.environment.write(body)
  }

  /// Copies an event and folds it.
  func fold(_ recorded: RecordedEvent, in transaction: borrowing WriteTransaction) throws {
    try log.copy(recorded.record, in: transaction)
    try projector.foldDirectory(recorded.event, in: transaction)
  }

  /// Takes the settings from the events folded so far.
  func loadSettings() throws {
    try provider.loadSettings()
    provider.use(try adjusting(provider.settings))
  }
}

/// An event and the record that holds it.
struct RecordedEvent {
  var record: Record
  var event: Event

  init(_ record: Record) throws {
    self.record = record
    event = try EventCodec.event(record)
  }
}
