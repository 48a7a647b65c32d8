import EventLog
import LMDB
import LedgerTestKit

/// Options small enough for a temporary directory.
func logOptions(_ access: Environment.Options.Access = .readWrite) -> Environment.Options {
  Environment.Options(mapSize: 1 << 30, maxTables: 16, access: access, freeSpaceReserve: 1 << 20)
}

/// Makes an empty log in a temporary directory, gives it, closes it and removes it.
func withLog<R: Sendable>(
  limits: LogWriter.Limits = .init(), _ body: (LMDBEventLog) async throws -> R
) async throws -> R {
  try await withTemporaryDirectory { path in
    let directory = path + "/log"
    try LMDBEventLog.create(at: directory, options: logOptions())
    return try await withLog(opening: directory, limits: limits, body)
  }
}

/// Opens the log in `directory`, gives it and closes it.
func withLog<R: Sendable>(
  opening directory: String, access: Environment.Options.Access = .readWrite,
  limits: LogWriter.Limits = .init(), _ body: (LMDBEventLog) async throws -> R
) async throws -> R {
  let log = try LMDBEventLog(opening: directory, options: logOptions(access), limits: limits)
  do {
    let result = try await body(log)
    await log.close()
    return result
  } catch {
    await log.close()
    throw error
  }
}

/// Makes a log with events 1 to `count` in a temporary directory, closes it and gives its path.
func withClosedLog<R: Sendable>(events count: UInt64, _ body: (String) async throws -> R) async throws -> R {
  try await withTemporaryDirectory { path in
    let directory = path + "/log"
    try LMDBEventLog.create(at: directory, options: logOptions())
    try await withLog(opening: directory) { log in
      if count > 0 { _ = try await log.append((1...count).map { draft($0) }, expecting: .any) }
    }
    return try await body(directory)
  }
}

extension Identifier {
  /// The id of test event `number`.
  static func event(_ number: UInt64) -> Identifier {
    Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number)
  }
}

/// Test event `number`, whose id and content follow from the number.
func draft(_ number: UInt64, _ text: String = "event") -> RecordDraft {
  RecordDraft(
    eventID: .event(number), time: 1_770_000_000_000_000 + Int64(number), kind: UInt16(number % 7),
    stream: Identifier(high: 1, low: number % 3),
    sections: [Record.Section(kind: 1, bytes: Array("\(text) \(number)".utf8))])
}

/// What the log holds, as event ids in the order of positions, read in chunks of `limit`.
func eventIDs(in log: any EventLog, limit: Int = 64) throws -> [Identifier] {
  var ids: [Identifier] = []
  while true {
    let records = try log.records(from: Position(UInt64(ids.count)).next, limit: limit)
    if records.isEmpty { return ids }
    ids += records.map(\.eventID)
  }
}
