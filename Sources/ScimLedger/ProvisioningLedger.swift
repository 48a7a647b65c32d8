import LMDB

/// A provisioning ledger: an append-only log of SCIM operations with the directory they make.
///
/// ```swift
/// let ledger = try ProvisioningLedger(opening: "ledger")
/// let response = await ledger.handle(SCIMRequest(method: "GET", path: "/Users"), as: .local)
/// await ledger.close()
/// ```
///
/// One process at a time opens a directory for writing; any number may read beside it. A process opens a
/// directory once and shares the ledger among its tasks.
public final class ProvisioningLedger: Sendable {
  public enum Access: Sendable, Hashable {
    case readWrite
    /// Beside a writer in another process.
    case readOnly
  }

  /// How a ledger is opened. The defaults suit a server.
  public struct Options: Sendable {
    /// Bytes of address space: the most the log can grow to. It costs no disk.
    public var mapSize = 1 << 40
    /// Bytes that must stay free on the disk; below that, writes are refused and nothing is lost.
    public var freeSpaceReserve = 256 << 20
    public var writer = LogWriter.Limits()
    /// The system's time in microseconds since 1970 UTC.
    public var clock: @Sendable () -> Int64 = { SystemTime.microseconds() }
    /// Randomness for ids.
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
  let options: Options
  let log: LMDBEventLog
  let tables: ProjectionTables
  let provider: ServiceProvider
  let clock: LedgerClock
  let tokens: TokenRegistry
  let isRebuilding = Locked(false)

  /// The folder of the log's environment inside a ledger's directory.
  static func logDirectory(in directory: String) -> String { directory + "/log" }

  /// Opens a ledger that exists.
  ///
  /// - Throws: `LedgerError.noLedger`; an error that names the process where another one writes to it;
  ///   `EventLogError` or an LMDB error where the log is damaged.
  public init(opening directory: String, access: Access = .readWrite, options: Options = .init()) throws {
    guard ProvisioningLedger.exists(at: directory) else { throw LedgerError.noLedger(directory: directory) }
    self.directory = directory
    self.access = access
    self.options = options
    let log = try LMDBEventLog(
      opening: ProvisioningLedger.logDirectory(in: directory), options: options.environment(access),
      limits: options.writer)
    self.log = log
    do {
      tables = try ProjectionTables(in: log.environment, isWritable: access == .readWrite)
      let last = try log.records(backFrom: log.head(), limit: 1).first
      clock = LedgerClock(after: last?.time ?? 0, now: options.clock)
      // Nobody pages through a ledger that is only read beside its writer.
      let key = access == .readWrite ? try SecretKey.load("cursor", in: directory) : []
      provider = try ServiceProvider(
        log: log, tables: tables, clock: clock, cursors: CursorSeal(key: key), random: options.random)
      tokens = TokenRegistry()
      try tokens.load(from: log, tables)
    } catch {
      log.environment.close()
      throw error
    }
  }

  /// Answers a SCIM request on behalf of a client, without HTTP.
  ///
  /// When it returns, what it changed is durable.
  public func handle(_ request: SCIMRequest, as client: Client) async -> SCIMResponse {
    await provider.handle(request, as: client)
  }

  /// The last event's position.
  public func head() throws -> Position { try log.head() }

  /// How many operations wait for the writer.
  public var waitingOperations: Int { log.writer?.waiting ?? 0 }

  /// Why no write is taken any more; nil while all is well.
  public var writerStopReason: String? { log.writer?.stopReason }

  /// Finishes what is queued, then closes the files. Further calls fail.
  public func close() async { await log.close() }
}
