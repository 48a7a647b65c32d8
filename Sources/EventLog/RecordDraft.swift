/// An event before it has a position.
public struct RecordDraft: Sendable, Hashable {
  public var eventID: Identifier
  /// Microseconds since 1970-01-01 UTC.
  public var time: Int64
  public var kind: UInt16
  public var stream: Identifier
  public var previous: Position
  public var subject: Identifier
  public var sections: [Record.Section]

  public init(
    eventID: Identifier, time: Int64, kind: UInt16, stream: Identifier = .none,
    previous: Position = .start, subject: Identifier = .none, sections: [Record.Section]
  ) {
    self.eventID = eventID
    self.time = time
    self.kind = kind
    self.stream = stream
    self.previous = previous
    self.subject = subject
    self.sections = sections
  }

  func record(at position: Position) -> Record {
    Record(
      position: position, eventID: eventID, time: time, kind: kind, stream: stream, previous: previous,
      subject: subject, sections: sections)
  }
}

/// What the caller knows of the log's head when it appends.
public enum ExpectedHead: Sendable, Hashable {
  case any
  /// Nothing may have been appended since this position.
  case exactly(Position)
}

/// Where an appended event stands.
public struct Appended: Sendable, Hashable {
  public var position: Position
  /// False if the same event had been appended before, so that nothing was written now.
  public var isNew: Bool

  public init(position: Position, isNew: Bool) {
    self.position = position
    self.isNew = isNew
  }
}
