import Directory
import EventLog
import Projections

/// A log's events one after the other, read and decoded ahead by a companion.
final class RecordedStream {
  private typealias Batch = Result<[RecordedEvent], any Error>

  private let events: any RecordedEvents
  private let companion: Companion
  private let last: Position
  private let madeAgainFrom: Position
  private let versions: ResourceVersions
  private var ahead: Companion.Begun<Batch>?
  private var next: Position
  /// Read, and not taken yet; `start` is the first of them.
  private var waiting: [RecordedEvent] = []
  private var start = 0

  private static let batch = 2048
  /// How far ahead of the next event there are others to be looked at: a busy writer records a read that far
  /// behind what it saw.
  private static let sight = 4096

  /// - Parameters:
  ///   - madeAgainFrom: The first event for which the resource as it was before it is decoded ahead too.
  ///   - versions: Where that is kept.
  init(
    _ events: any RecordedEvents, from first: Position, through last: Position, madeAgainFrom: Position,
    versions: ResourceVersions, _ companion: Companion
  ) {
    self.events = events
    self.companion = companion
    self.last = last
    self.madeAgainFrom = madeAgainFrom
    self.versions = versions
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
    let (events, next, madeAgainFrom, versions) = (events, next, madeAgainFrom, versions)
    return companion.begin {
      Batch {
        let batch = try events.records(from: next, limit: RecordedStream.batch).map { try RecordedEvent($0) }
        for recorded in batch where recorded.event.position >= madeAgainFrom {
          RecordedStream.decode(before: recorded.event, from: events, into: versions)
        }
        return batch
      }
    }
  }

  /// Has the resource that an event looks at or changes at hand, where it can be had; whoever needs it and does
  /// not find it there reads it, and meets what is wrong.
  private static func decode(
    before event: Event, from events: any RecordedEvents, into versions: ResourceVersions
  ) {
    // What this event leaves is before the next one.
    if let resource = StoredResource(event) { versions.keep(resource) }
    guard let previous = event.previous, versions[previous] == nil,
      let record = try? events.records(from: previous, limit: 1).first, record.position == previous,
      let earlier = try? EventCodec.event(record), let resource = StoredResource(earlier)
    else { return }
    versions.keep(resource)
  }
}

/// An event and the record that holds it; shared, since both are large to copy.
final class RecordedEvent: Sendable {
  let record: Record
  let event: Event

  init(_ record: Record) throws {
    self.record = record
    event = try EventCodec.event(record)
  }
}
