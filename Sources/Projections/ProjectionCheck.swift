import Directory
public import EventLog
import LMDB

/// Folds the whole log into a throw-away environment and compares the projections in use with it, changing
/// nothing; it works beside a server in another process.
public struct ProjectionCheck: Sendable {
  let log: LMDBEventLog
  let tables: ProjectionTables

  public init(log: LMDBEventLog, tables: ProjectionTables) {
    self.log = log
    self.tables = tables
  }

  public func run(progress: (_ done: UInt64, _ all: UInt64) -> Void) throws -> RebuildReport {
    let place = try ScratchEnvironment(for: "check", tables: ProjectionTables.names)
    defer { place.remove() }
    let environment = place.environment
    let scratch = try ProjectionTables { try environment.table($0) }

    let head = try log.head()
    var done = Position.start
    while done < head {
      done = try fold(after: done, through: head, scratch.a, environment)
      progress(done.rawValue, head.rawValue)
    }
    return try log.environment.read { transaction in
      let live = try tables.active(in: transaction.view)
      // The log's head, and not the position that the projections claim: that may be what is damaged.
      let position = try log.head(in: transaction.view)
      while done < position {
        done = try fold(after: done, through: position, scratch.a, environment)
      }
      var comparison = ProjectionComparison()
      try environment.read { rebuilt in
        let beginsLater = try live.snapshotsBeginLater(in: transaction.view)
        for (kind, left, right) in live.paired(with: scratch.a) where kind != "snapshots" || !beginsLater {
          try comparison.compare(kind, left, in: transaction.view, with: right, in: rebuilt.view)
        }
      }
      return RebuildReport(events: done.rawValue, rows: comparison.rows, differences: comparison.differences)
    }
  }

  private func fold(
    after done: Position, through head: Position, _ set: ProjectionTables.Set,
    _ environment: Environment
  ) throws -> Position {
    let limit = Int(clamping: min(UInt64(ProjectionRebuild.chunk), head.rawValue - done.rawValue))
    let records = try log.records(from: done.next, limit: limit)
    guard let last = records.last else { throw EventLogError.missingRecord(done.next) }
    try environment.write { transaction in
      for record in records {
        try set.fold(EventCodec.event(record), in: transaction) { try log.record(at: $0) }
      }
    }
    return last.position
  }
}
