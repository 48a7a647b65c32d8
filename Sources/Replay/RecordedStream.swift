import Directory
import EventLog

/// A log's events one after the other, read and decoded ahead by a companion.
final class RecordedStream {
  private typealias Batch = Result<[RecordedEvent], any Error>

  private let events: any RecordedEvents
  private let companion: Companion
  private let last: Position
  private var ahead: Companion.Begun<Batch>?
  private var next: Position
  /// Read, and not taken yet; `start` is the first of them.
  private var waiting: [RecordedEvent] = []
  private var start = 0

  private static let batch = 1000
  /// How far ahead of the next event there are others to be looked at.
  static let sight = 256

  init(_ events: any RecordedEvents, from first: Position, through last: Position, _ companion: Companion) {
    self.events = events
    self.companion = companion
    self.last = last
    next = first
  }

  /// Whether there may be more events.
  var hasMore: Bool { start < waiting.count || next <= last }

  /// Steps over the next event.
  func advance() { start += 1 }

  /// An event that has been read, counted from the next one; nil beyond the end.
  ///
  /// - Parameter arrived: Is given each event as soon as it is known.
  func event(at index: Int, arrived: (RecordedEvent) -> Void) throws -> RecordedEvent? {
    while start + index + RecordedStream.sight >= waiting.count, next <= last {
      let found = try read()
      waiting.removeFirst(start)
      start = 0
      guard let end = found.last else {
        next = last.next
        break
      }
      next = end.event.position.next
      for recorded in found where recorded.event.position <= last {
        waiting.append(recorded)
        arrived(recorded)
      }
      if next <= last { ahead = begin() }
    }
    return start + index < waiting.count ? waiting[start + index] : nil
  }

  private func read() throws -> [RecordedEvent] {
    guard let begun = ahead else { return try begin().value().get() }
    ahead = nil
    return try begun.value().get()
  }

  private func begin() -> Companion.Begun<Batch> {
    let (events, next) = (events, next)
    return companion.begin {
      Batch { try events.records(from: next, limit: RecordedStream.batch).map { try RecordedEvent($0) } }
    }
  }
}

/// An event and the record that holds it.
struct RecordedEvent: Sendable {
  var record: Record
  var event: Event

  init(_ record: Record) throws {
    self.record = record
    event = try EventCodec.event(record)
  }
}
