public import EventLog
import Foundation
import LMDB
import Provisioning

/// A job's own ledger: the log of all that the job did, and what it adds up to.
///
/// The directory holds the log (`log`) and the key (`key`) that values nobody may read are sealed with. Events
/// are appended and folded in one transaction; everything but the key can be made anew from the log.
///
/// One process at a time opens a directory for writing; any number may read beside it.
public final class JobLedger: Sendable {
  public enum Access: Sendable, Hashable {
    case readWrite
    /// Beside a writer in another process.
    case readOnly
  }

  /// How a ledger is opened.
  public struct Options: Sendable {
    /// Bytes of address space: the most the log can grow to. It costs no disk.
    public var mapSize = 1 << 40
    /// Bytes that must stay free on the disk; below that, writes are refused and nothing is lost.
    public var freeSpaceReserve = 256 << 20
    public var writer = LogWriter.Limits()
    /// The system's time in microseconds since 1970 UTC; for the first event's time alone.
    public var clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000_000) }
    /// Randomness for the first event's id.
    public var random: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }

    public init() {}

    func environment(_ access: Access) -> Environment.Options {
      Environment.Options(
        mapSize: mapSize, access: access == .readWrite ? .readWrite : .readOnly,
        freeSpaceReserve: freeSpaceReserve)
    }
  }

  public let directory: String
  public let access: Access
  let log: LMDBEventLog
  let tables: JobTables
  let seal: Seal
  let states = StateCache()
  let isRebuilding = Locked(false)

  static func logDirectory(in directory: String) -> String { directory + "/log" }

  /// Opens a ledger that exists.
  ///
  /// - Throws: `JobLedgerError.noLedger`, `.keyMissing`; an `LMDBError` that names the process where another
  ///   one writes to it; `EventLogError` where the log is damaged.
  public init(opening directory: String, access: Access = .readWrite, options: Options = .init()) throws {
    guard JobLedger.exists(at: directory) else { throw JobLedgerError.noLedger(directory: directory) }
    self.directory = directory
    self.access = access
    seal = Seal(key: try SealKey.load(in: directory))
    let log = try LMDBEventLog(
      opening: JobLedger.logDirectory(in: directory), options: options.environment(access),
      limits: options.writer)
    self.log = log
    do {
      tables = try JobTables { try log.environment.table($0) }
    } catch {
      log.environment.close()
      throw error
    }
  }

  /// Tables that are thrown away, without a writer and without a log; whoever has them fills them.
  ///
  /// - Parameter seal: Of the ledger whose events they are folded from.
  init(scratch environment: Environment, in directory: String, seal: Seal) throws {
    self.directory = directory
    access = .readOnly
    self.seal = seal
    log = try LMDBEventLog(scratch: environment, records: ScratchRecords { _, _ in [] })
    tables = try JobTables { try environment.table($0) }
  }

  /// Whether a directory holds a job's ledger.
  public static func exists(at directory: String) -> Bool {
    FileManager.default.fileExists(atPath: logDirectory(in: directory) + "/data.mdb")
  }

  /// Makes a ledger whose first event says that it was made.
  ///
  /// The directory is made if need be, for its owner alone. After a crash the ledger is there whole or not at
  /// all.
  ///
  /// - Throws: `JobLedgerError.exists`; an `LMDBError` where the directory can't be written.
  public static func create(at directory: String, name: String, options: Options = .init()) throws {
    guard !exists(at: directory) else { throw JobLedgerError.exists(directory: directory) }
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try SealKey.make(in: directory)
    let time = options.clock()
    var event = JobEvent(
      JobCreated(name: name), id: Identifier(microseconds: time, random: options.random()), time: time)
    event.position = Position(1)
    try LMDBEventLog.create(
      at: logDirectory(in: directory), options: options.environment(.readWrite), extraTables: JobTables.names
    ) { transaction, appender in
      _ = try appender.append(JobEventCodec.draft(event), in: transaction)
      let tables = try JobTables { try transaction.table($0) }
      var fold = try JobFold(tables.a, in: transaction.view)
      try fold.fold(event, in: transaction)
      try fold.finish(in: transaction)
    }
  }

  /// The last event's position.
  public func head() throws -> Position { try log.head() }

  /// The heads that commits lead to, newest only; of this process's writes.
  public func heads() -> AsyncStream<Position> { log.heads() }

  /// Why no write is taken any more; nil while all is well.
  public var writerStopReason: String? { log.writer?.stopReason }

  /// How many batches of events wait to be written.
  public var waitingBatches: Int { log.writer?.waiting ?? 0 }

  /// Finishes what is queued, then closes the files. Further calls fail.
  public func close() async { await log.close() }
}
