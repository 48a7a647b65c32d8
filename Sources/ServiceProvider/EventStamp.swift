import EventLog
import SCIM

/// What an event takes neither from its request nor from the directory. It is recorded with the event, so that
/// the event can be made again.
struct EventStamp: Sendable {
  var id: Identifier
  var time: DateTime
}

extension ServiceProvider {
  /// The stamp of an event that is made now.
  func stamp() -> EventStamp {
    let time = clock.next()
    return EventStamp(id: identifier(at: time), time: DateTime(microseconds: time))
  }
}
