/// An append-only log of immutable events with gap-free positions.
///
/// `LMDBEventLog` is the embedded default. Whatever stands behind it, an implementation promises:
/// positions count from 1 without gaps and no reader sees N+1 before N; an append whose call returned is
/// durable; appending an event id a second time appends nothing.
public protocol EventLog: Sendable {
  /// The last event's position; `.start` while there is none.
  func head() throws -> Position

  /// The event at this position; nil beyond the head.
  ///
  /// - Throws: `EventLogError.damagedRecord` if its hash does not hold, `.missingRecord` if it is gone.
  func record(at position: Position) throws -> Record?

  /// Up to `limit` events from `position` on, read in one short snapshot.
  func records(from position: Position, limit: Int) throws -> [Record]

  /// Where the event with this id stands; nil if it was never appended.
  func position(of eventID: Identifier) throws -> Position?

  /// Appends events, all or none, and returns once they are durable.
  ///
  /// - Throws: `EventLogError.unexpectedHead`, `.eventIDTaken`, `.queueFull`, `.recordTooLarge`, `.closed`.
  func append(_ drafts: [RecordDraft], expecting head: ExpectedHead) async throws -> [Appended]

  /// The heads that commits lead to, newest only: a slow follower misses none of the events, since it
  /// reads up to whichever head it sees.
  func heads() -> AsyncStream<Position>
}
