import Directory
import EventLog

/// A log's records one after the other, read ahead by a companion.
final class RecordedStream {
  private typealias Batch = Result<[Record], any Error>

  private let events: any RecordedEvents
  private let companion: Companion
  private let last: Position
  private var ahead: Companion.Begun<Batch>?
  private var next: Position
  /// Read, and not taken yet; `start` is the first of them.
  private var waiting: [Record] = []
  private var start = 0

  private static let batch = 2048

  init(_ events: any RecordedEvents, from first: Position, through last: Position, _ companion: Companion) {
    self.events = events
    self.companion = companion
    self.last = last
    next = first
  }

  /// The next record; nil at the end.
  func peek() throws -> Record? {
    if start == waiting.count { try read() }
    return start < waiting.count ? waiting[start] : nil
  }

  /// Steps over the next record.
  func advance() { start += 1 }

  private func read() throws {
    guard next <= last else { return }
    let begun = ahead ?? begin()
    ahead = nil
    let found = try begun.value().get()
    start = 0
    waiting = found
    next = found.last.map(\.position.next) ?? last.next
    if next > last { waiting.removeAll { $0.position > last } }
    if next <= last { ahead = begin() }
  }

  private func begin() -> Companion.Begun<Batch> {
    let (events, next) = (events, next)
    return companion.begin { Batch { try events.records(from: next, limit: RecordedStream.batch) } }
  }
}

/// An event and the record that holds it.
struct RecordedEvent: Sendable {
  let record: Record
  let event: Event

  init(_ record: Record) throws {
    self.record = record
    event = try EventCodec.event(record)
  }
}
