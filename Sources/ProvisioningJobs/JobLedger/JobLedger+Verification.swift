public import EventLog
import LMDB

/// What a complete check of a job's ledger found.
public struct JobVerification: Sendable, Hashable {
  /// The records and the Merkle tree over them.
  public var log: LogVerification
  /// Where the tables are not what the log makes; empty if they are equal byte for byte, or where the log itself
  /// is damaged and was not folded.
  public var differences: [String]
  /// How many rows the tables have by the log.
  public var rows: Int

  public var isClean: Bool { log.isClean && differences.isEmpty }
}

extension JobLedger {
  /// Reads every record, recomputes the tree, folds the log anew in a throw-away place and compares the tables
  /// with it; changes nothing.
  public func verify(
    progress: (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
  ) throws -> JobVerification {
    let check = try log.verify(progress: progress)
    guard check.isClean else { return JobVerification(log: check, differences: [], rows: 0) }
    var comparison = JobComparison()
    try withScratch { scratch, environment in
      var done = Position.start
      while try done < log.head() { done = try fold(after: done, into: scratch, environment) }
      try log.environment.read { transaction in
        let view = transaction.view
        let live = try tables.active(in: view)
        // Both hold the same events only where the same snapshot gave them.
        let head = try log.head(in: view)
        while done < head { done = try fold(after: done, into: scratch, environment, through: head) }
        guard done == head else { return }
        try environment.read { folded in
          for (index, kind) in JobTables.kinds.enumerated() {
            try comparison.compare(
              kind, live.all[index], in: view, with: scratch.all[index], in: folded.view)
          }
        }
      }
    }
    return JobVerification(log: check, differences: comparison.differences, rows: comparison.rows)
  }

  /// Folds the log anew beside the tables in use and puts the result in their place, while events are taken.
  ///
  /// - Returns: Where the tables were not what the log makes.
  /// - Throws: `JobLedgerError.rebuildUnderWay`; `EventLogError` where the log is damaged, and then the tables
  ///   in use stay.
  @discardableResult
  public func rebuild() async throws -> [String] {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    let isFree = isRebuilding.withLock { isRebuilding in
      defer { isRebuilding = true }
      return !isRebuilding
    }
    guard isFree else { throw JobLedgerError.rebuildUnderWay }
    defer { isRebuilding.withLock { $0 = false } }
    try await writer.perform { [tables] transaction, _ in
      for table in try tables.inactive(in: transaction.view).all { try transaction.removeAll(in: table) }
    }
    var done = Position.start
    while true {
      let start = done
      let (reached, differences): (Position, [String]?) = try await writer.perform {
        [log, tables] transaction, appender in
        let view = transaction.view
        let old = try tables.active(in: view)
        let new = try tables.inactive(in: view)
        var fold = try JobFold(new, in: view)
        var position = start
        while position < appender.head, position.rawValue - start.rawValue < JobLedger.chunk {
          guard let record = try log.record(at: position.next, in: view) else {
            throw EventLogError.missingRecord(position.next)
          }
          try fold.fold(JobEventCodec.event(record), in: transaction)
          position = position.next
        }
        try fold.finish(in: transaction)
        guard position == appender.head else { return (position, nil) }
        var comparison = JobComparison()
        for (index, kind) in JobTables.kinds.enumerated() {
          try comparison.compare(kind, old.all[index], in: view, with: new.all[index], in: view)
        }
        try tables.activate(new, in: transaction)
        for table in old.all { try transaction.removeAll(in: table) }
        return (position, comparison.differences)
      }
      done = reached
      if let differences { return differences }
    }
  }

  private static let chunk: UInt64 = 2000

  private func fold(
    after done: Position, into set: JobTables.Set, _ environment: Environment, through end: Position? = nil
  ) throws -> Position {
    var limit = Int(JobLedger.chunk)
    if let end { limit = min(limit, Int(clamping: end.rawValue - done.rawValue)) }
    let records = try log.records(from: done.next, limit: limit)
    guard let last = records.last else { throw EventLogError.missingRecord(done.next) }
    try environment.write { transaction in
      var fold = try JobFold(set, in: transaction.view)
      for record in records { try fold.fold(JobEventCodec.event(record), in: transaction) }
      try fold.finish(in: transaction)
    }
    return last.position
  }

  private func withScratch(_ body: (JobTables.Set, Environment) throws -> Void) throws {
    let place = try ScratchEnvironment(for: "job-check", tables: JobTables.names)
    defer { place.remove() }
    try body(try JobTables { try place.environment.table($0) }.a, place.environment)
  }
}
