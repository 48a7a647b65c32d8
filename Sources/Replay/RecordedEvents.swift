public import EventLog

/// Where a replay finds the events that it makes again: a ledger's log, or a file that holds a part of one.
public protocol RecordedEvents: Sendable {
  /// Up to `limit` events from a position on, in their order. A part of a log may leave positions out.
  func records(from position: Position, limit: Int) throws -> [Record]
}

extension LMDBEventLog: RecordedEvents {}
