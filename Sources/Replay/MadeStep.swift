import Directory
import EventLog

/// What came of making an event again.
enum MadeStep: Sendable {
  /// It came out the same, and nobody wants to see it.
  case identical(Position)
  indirect case step(ReplayStep)
  /// What it looks at is in tables.
  indirect case needsTables(Event)
  case failed(any Error)
}
