import Directory
public import EventLog
import LMDB

/// What a rebuild of the projections found.
public struct RebuildReport: Sendable, Hashable {
  /// How many events were folded anew.
  public var events: UInt64
  /// How many rows the rebuilt projections have.
  public var rows: UInt64
  /// Where the projections in use were not what the log says: empty if they were equal byte for byte.
  public var differences: [String]

  public var wereEqual: Bool { differences.isEmpty }
}

/// Rebuilds the projections from the log beside those in use, then puts them in their place.
///
/// The work goes through the log's writer in pieces, so requests are served meanwhile; the last piece
/// catches up, compares and switches in one transaction.
public struct ProjectionRebuild: Sendable {
  static let chunk = 1000

  let log: LMDBEventLog
  let tables: ProjectionTables

  public init(log: LMDBEventLog, tables: ProjectionTables) {
    self.log = log
    self.tables = tables
  }

  public func run(progress: @Sendable (_ done: UInt64, _ all: UInt64) -> Void) async throws -> RebuildReport {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    try await writer.perform { [tables] transaction, _ in
      for (_, table) in try tables.inactive(in: transaction.view).all { try transaction.removeAll(in: table) }
    }
    var done = Position.start
    while true {
      let start = done.next
      let (reached, head, report): (Position, Position, RebuildReport?) = try await writer.perform {
        [self] transaction, appender in
        let reached = try fold(from: start, through: appender.head, in: transaction)
        guard reached == appender.head else { return (reached, appender.head, nil) }
        return (reached, appender.head, try finish(at: reached, in: transaction))
      }
      done = reached
      progress(done.rawValue, head.rawValue)
      if let report { return report }
    }
  }

  private func fold(
    from start: Position, through head: Position, in transaction: borrowing WriteTransaction
  ) throws -> Position {
    let set = try tables.inactive(in: transaction.view)
    var position = start
    while position <= head, position.rawValue - start.rawValue < UInt64(ProjectionRebuild.chunk) {
      guard let record = try log.record(at: position, in: transaction.view) else {
        throw EventLogError.missingRecord(position)
      }
      try set.fold(EventCodec.event(record), in: transaction) { earlier in
        try log.record(at: earlier, in: transaction.view)
      }
      position = position.next
    }
    return Position(position.rawValue - 1)
  }

  private func finish(at head: Position, in transaction: borrowing WriteTransaction) throws -> RebuildReport {
    let old = try tables.active(in: transaction.view)
    let new = try tables.inactive(in: transaction.view)
    var comparison = ProjectionComparison()
    for (kind, left, right) in old.paired(with: new) {
      try comparison.compare(kind, left, in: transaction.view, with: right, in: transaction.view)
    }
    try tables.activate(new, in: transaction)
    for (_, table) in old.all { try transaction.removeAll(in: table) }
    return RebuildReport(events: head.rawValue, rows: comparison.rows, differences: comparison.differences)
  }
}
