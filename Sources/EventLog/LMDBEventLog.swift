public import LMDB
internal import Merkle

/// The embedded log: one LMDB environment with the records, their Merkle tree and, in the same
/// transactions, whatever projections its owner writes there.
public final class LMDBEventLog: EventLog {
  public let environment: Environment
  public let tables: LogTables
  /// The log's writer; nil when it was opened for reading.
  public let writer: LogWriter?
  private let followers: Followers
  /// Where the records are, in a log that has none of its own.
  private let scratch: ScratchRecords?

  /// Makes a log in `directory`, atomically: after a crash it is there whole or not at all.
  ///
  /// - Parameters:
  ///   - extraTables: Named databases beside the log's own.
  ///   - prepare: Appends what the log starts with and writes what the extra tables must hold with it.
  /// - Throws: `LMDBError`, also where the directory exists.
  public static func create(
    at directory: String, options: Environment.Options, extraTables: [String] = [],
    prepare: (borrowing WriteTransaction, inout LogAppender) throws -> Void = { _, _ in }
  ) throws {
    try Environment.create(
      at: directory, options: options, tables: LogTables.names + extraTables
    ) { transaction in
      let tables = try LogTables { try transaction.table($0) }
      var appender = LogAppender(tables: tables, frontier: Frontier())
      try prepare(transaction, &appender)
      try appender.finish(in: transaction)
    }
  }

  /// Opens a log that exists and, for writing, checks that its head and frontier agree.
  ///
  /// A log that contradicts itself can still be opened for reading, so that `verify` can say where.
  ///
  /// - Throws: `LMDBError`; `EventLogError` where the log contradicts itself.
  public init(
    opening directory: String, options: Environment.Options, limits: LogWriter.Limits = .init()
  ) throws {
    let environment = try Environment(opening: directory, options: options)
    self.environment = environment
    let followers = Followers()
    self.followers = followers
    scratch = nil
    do {
      tables = try LogTables { try environment.table($0) }
      if options.access == .readWrite {
        let frontier = try LMDBEventLog.frontier(in: environment, tables)
        writer = LogWriter(
          environment: environment, tables: tables, limits: limits, frontier: FrontierBox(frontier: frontier),
          onCommit: { followers.publish($0) })
      } else {
        writer = nil
      }
    } catch {
      environment.close()
      throw error
    }
  }

  /// A log over an environment that is thrown away: its records are those of another log, as far as they can be
  /// seen, and nothing is appended.
  package init(scratch environment: Environment, records: ScratchRecords) throws {
    self.environment = environment
    scratch = records
    followers = Followers()
    tables = try LogTables { try environment.table($0) }
    writer = nil
  }

  private static func frontier(in environment: Environment, _ tables: LogTables) throws -> Frontier {
    try environment.read { transaction in
      let stored = try transaction.bytes(for: LogTables.frontierKey, in: tables.state)
      guard let frontier = stored.map({ Frontier(encoded: $0) }) ?? Frontier() else {
        throw EventLogError.inconsistent("its frontier can't be read")
      }
      let last = try lastPosition(in: transaction.view, tables)
      guard last.rawValue == frontier.size else {
        throw EventLogError.inconsistent(
          "its last event is \(last), and its tree has \(frontier.size) leaves")
      }
      return frontier
    }
  }

  static func lastPosition(in view: TransactionView, _ tables: LogTables) throws -> Position {
    var last = Position.start
    try view.scan(tables.log, from: nil, direction: .descending) { key, _ in
      last = Position(key: key) ?? .start
      return .stop
    }
    return last
  }

  public func head() throws -> Position {
    if let scratch { return scratch.head }
    return try environment.read { try LMDBEventLog.lastPosition(in: $0.view, tables) }
  }

  /// The last position that a transaction sees.
  public func head(in view: TransactionView) throws -> Position {
    if let scratch { return scratch.head }
    return try LMDBEventLog.lastPosition(in: view, tables)
  }

  /// The root hash of the tree over all events that a transaction sees, in hexadecimal.
  public func rootHash(in view: TransactionView) throws -> String {
    let stored = try view.bytes(for: LogTables.frontierKey, in: tables.state)
    guard let frontier = stored.map({ Frontier(encoded: $0) }) ?? Frontier() else {
      throw EventLogError.inconsistent("its frontier can't be read")
    }
    return frontier.root.description
  }

  public func record(at position: Position) throws -> Record? {
    if let scratch { return try record(at: position, of: scratch) }
    return try environment.read { try record(at: position, in: $0.view) }
  }

  private func record(at position: Position, of scratch: ScratchRecords) throws -> Record? {
    if let record = try scratch.record(at: position) { return record }
    guard position == .start || position > scratch.head else { throw EventLogError.missingRecord(position) }
    return nil
  }

  /// The event at this position as a transaction of the owner sees it.
  public func record(at position: Position, in view: TransactionView) throws -> Record? {
    if let scratch { return try record(at: position, of: scratch) }
    let record = try view.get(position.key.span, in: tables.log) { try Record(decoding: $0, at: position) }
    if record == nil, position > .start, try position <= head(in: view) {
      throw EventLogError.missingRecord(position)
    }
    return record
  }

  public func records(from position: Position, limit: Int) throws -> [Record] {
    if let scratch { return try scratch.records(from: position, limit: limit) }
    return try environment.read { transaction in
      var records: [Record] = []
      var expected = max(position, Position(1))
      guard limit > 0 else { return [] }
      try transaction.view.scan(tables.log, from: expected.key, direction: .ascending) { key, value in
        guard Position(key: key) == expected else { throw EventLogError.missingRecord(expected) }
        records.append(try Record(decoding: value, at: expected))
        expected = expected.next
        return records.count < limit ? .next : .stop
      }
      return records
    }
  }

  /// Up to `limit` events at and before `position`, newest first.
  public func records(backFrom position: Position, limit: Int) throws -> [Record] {
    try environment.read { transaction in
      var records: [Record] = []
      var expected = min(position, try head(in: transaction.view))
      guard limit > 0, expected > .start else { return [] }
      try transaction.view.scan(tables.log, from: expected.key, direction: .descending) { key, value in
        guard Position(key: key) == expected else { throw EventLogError.missingRecord(expected) }
        records.append(try Record(decoding: value, at: expected))
        expected = Position(expected.rawValue - 1)
        return records.count < limit && expected > .start ? .next : .stop
      }
      guard records.count == limit || expected == .start else {
        throw EventLogError.missingRecord(expected)
      }
      return records
    }
  }

  public func position(of eventID: Identifier) throws -> Position? {
    try environment.read { transaction in try position(of: eventID, in: transaction.view) }
  }

  /// The position of an event as a transaction sees it; nil where there is none with that id.
  public func position(of eventID: Identifier, in view: TransactionView) throws -> Position? {
    try view.bytes(for: eventID.bytes, in: tables.eventIDs).flatMap { Position(key: $0.span) }
  }

  public func append(_ drafts: [RecordDraft], expecting head: ExpectedHead) async throws -> [Appended] {
    guard let writer else { throw EventLogError.readOnly }
    let bytes = drafts.reduce(0) { $0 + $1.sections.reduce(0) { $0 + $1.bytes.count } }
    return try await writer.perform(bytes: bytes) { transaction, log in
      var expected = head
      var appended: [Appended] = []
      for draft in drafts {
        appended.append(try log.append(draft, expecting: expected, in: transaction))
        expected = .any
      }
      return appended
    }
  }

  public func heads() -> AsyncStream<Position> { followers.stream() }

  /// Drains the writer, ends the followers and closes the environment.
  public func close() async {
    await writer?.close()
    followers.finish()
    environment.close()
  }
}
