public import EventLog
import JSONTape
public import Provisioning

/// A job's events to records and back. JOB_EVENT_FORMAT.md of the module Provisioning gives the members.
public enum JobEventCodec {
  /// What a section's bytes are. A later version of the facts gets a section kind of its own.
  enum SectionKind {
    /// JSON, version 1.
    static let facts: UInt16 = 1
    /// The cycle's id: 16 bytes.
    static let cycle: UInt16 = 2
    static let sourceType: UInt16 = 3
    static let sourceID: UInt16 = 4
    static let targetID: UInt16 = 5
  }

  /// A stored section may be as large as a record; it was bounded when it came in.
  static let limits = JSONLimits(bytes: Record.maximumLength, values: .max)

  /// The event as the log takes it; values that nobody may read must be sealed by now.
  public static func draft(_ event: JobEvent) -> RecordDraft {
    var sections = [Record.Section(kind: SectionKind.facts, bytes: event.facts.serialized())]
    if let cycle = event.cycle { sections.append(.init(kind: SectionKind.cycle, bytes: cycle.bytes)) }
    if let source = event.source {
      sections.append(.init(kind: SectionKind.sourceType, bytes: Array(source.type.utf8)))
      sections.append(.init(kind: SectionKind.sourceID, bytes: Array(source.id.utf8)))
    }
    if let target = event.targetID {
      sections.append(.init(kind: SectionKind.targetID, bytes: Array(target.utf8)))
    }
    return RecordDraft(
      eventID: event.id, time: event.time, kind: event.kind.rawValue, stream: event.change ?? .none,
      sections: sections)
  }

  /// Writes the record that the draft would become.
  ///
  /// - Parameter facts: Appends the facts as JSON text; those of the event are not looked at.
  static func write(
    _ event: JobEvent, _ facts: (inout [UInt8]) -> Void, to records: inout EncodedRecords
  ) throws(EventLogError) {
    records.begin(
      event.id, time: event.time, kind: event.kind.rawValue, stream: event.change ?? .none)
    records.section(SectionKind.facts, facts)
    if let cycle = event.cycle { records.section(SectionKind.cycle) { cycle.append(to: &$0) } }
    if let source = event.source {
      records.section(SectionKind.sourceType) { $0.append(contentsOf: source.type.utf8) }
      records.section(SectionKind.sourceID) { $0.append(contentsOf: source.id.utf8) }
    }
    if let target = event.targetID {
      records.section(SectionKind.targetID) { $0.append(contentsOf: target.utf8) }
    }
    try records.end()
  }

  /// Reads an event back, as it is stored.
  ///
  /// - Throws: `JobLedgerError.unreadableEvent`.
  public static func event(_ record: Record) throws(JobLedgerError) -> JobEvent {
    func unreadable(_ reason: String) -> JobLedgerError { .unreadableEvent(record.position, reason: reason) }
    func text(_ kind: UInt16) -> String? {
      record.bytes(ofSection: kind).map { String(decoding: $0, as: UTF8.self) }
    }
    guard let kind = JobEvent.Kind(rawValue: record.kind) else {
      throw unreadable("its kind \(record.kind) is not known to this version")
    }
    guard let bytes = record.bytes(ofSection: SectionKind.facts) else {
      throw unreadable("it has no facts of a version that this one knows")
    }
    guard let facts = (try? JSONValue(parsing: bytes, limits: limits))?.objectValue else {
      throw unreadable("its facts are not a JSON object")
    }
    var event = JobEvent(
      id: record.eventID, time: record.time, kind: kind, facts: facts, position: record.position)
    if record.stream != .none { event.change = record.stream }
    if let bytes = record.bytes(ofSection: SectionKind.cycle) {
      guard let cycle = Identifier(bytes: bytes.span) else { throw unreadable("its cycle is not 16 bytes") }
      event.cycle = cycle
    }
    if let type = text(SectionKind.sourceType), let id = text(SectionKind.sourceID) {
      event.source = SourceKey(type: type, id: id)
    }
    event.targetID = text(SectionKind.targetID)
    return event
  }
}
