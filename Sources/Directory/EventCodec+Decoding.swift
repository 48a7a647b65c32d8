public import EventLog
import JSONTape
import SCIM

extension EventCodec {
  /// Reads an event back.
  ///
  /// - Throws: `EventCodecError` naming the position and the section.
  public static func event(_ record: Record) throws(EventCodecError) -> Event {
    try event(record, withEffect: true)
  }

  /// What was asked and by whom, and what came of it, without the effect.
  package static func request(_ record: Record) throws(EventCodecError) -> Event {
    try event(record, withEffect: false)
  }

  private static func event(_ record: Record, withEffect: Bool) throws(EventCodecError) -> Event {
    let sections = EventSections(record)
    guard let operation = Event.Operation(rawValue: record.kind) else {
      throw sections.unreadable("its kind \(record.kind) is not known to this version")
    }
    guard let facts = record.bytes(ofSection: SectionKind.facts) else {
      throw sections.unreadable("it has no facts")
    }
    let read =
      if let plain = EventFacts(plain: facts) { plain } else {
        EventFacts(try sections.document(SectionKind.facts, facts).root)
      }
    guard read.version == factsVersion else {
      throw sections.unreadable("its facts have a version that is not known to this version")
    }
    guard let actor = read.actor, let client = read.client, let status = read.status else {
      throw sections.unreadable("its facts lack the actor or the status")
    }
    var request: EventRequestMembers?
    if let bytes = record.bytes(ofSection: SectionKind.request) {
      request =
        if let plain = EventRequestMembers(plain: bytes) { plain } else {
          EventRequestMembers(try sections.document(SectionKind.request, bytes).root)
        }
    }
    var event = Event(
      id: record.eventID, time: DateTime(microseconds: record.time), operation: operation,
      actor: Client(name: actor, client: client, tokenID: read.token ?? .none),
      outcome: .init(status: status, scimType: read.scimType, detail: request?.detail))
    event.position = record.position
    event.protocolVersion = read.protocolVersion
    event.resourceType = read.type
    event.resource = record.stream == .none ? nil : record.stream
    event.previous = record.previous == .start ? nil : record.previous
    event.tolerances = read.tolerances(request?.tolerated)
    event.snapshot = read.snapshot
    event.results = read.results
    event.cause = read.cause
    event.cycle = read.cycle
    event.isUnchanged = read.isUnchanged
    if let bulk = read.bulk {
      event.bulk = Event.Bulk(id: bulk.id, index: bulk.index, bulkID: request?.bulkID)
    }
    event.details = try sections.object(SectionKind.details)
    if let imported = try sections.object(SectionKind.imported) {
      guard let keys = imported["keys"]?.arrayValue, let record = imported["record"]?.objectValue else {
        throw sections.unreadable("its section imported lacks the keys or the record")
      }
      event.importedRecord = ImportedRecord(keys: keys.compactMap(\.stringValue), record: record)
    }
    event.request = request?.request(body: record.bytes(ofSection: SectionKind.body))
    guard withEffect, let created = read.created, let owner = read.owner else { return event }
    let image = try sections.object(SectionKind.image)
    guard read.isRemoval == (image == nil) else {
      throw sections.unreadable("its image and its facts do not agree")
    }
    let members = try sections.object(SectionKind.members)
    event.effect = Event.Effect(
      image: image, created: DateTime(microseconds: Int64(created)), owner: owner,
      membersAdded: (members?["added"]?.arrayValue ?? []).compactMap { GroupMember($0) },
      membersRemoved: (members?["removed"]?.arrayValue ?? []).compactMap { $0.stringValue })
    return event
  }
}

/// The sections of a record that are JSON objects.
private struct EventSections {
  private let record: Record

  init(_ record: Record) { self.record = record }

  func unreadable(_ reason: String) -> EventCodecError {
    EventCodecError(position: record.position, reason: reason)
  }

  func document(_ kind: UInt16, _ bytes: [UInt8]) throws(EventCodecError) -> JSONDocument {
    guard let document = try? JSONDocument(parsing: bytes, limits: .stored),
      document.root.kind == .object
    else {
      throw unreadable("its section \(EventCodec.name(ofSection: kind) ?? "\(kind)") is not a JSON object")
    }
    return document
  }

  func object(_ kind: UInt16) throws(EventCodecError) -> JSONObject? {
    guard let bytes = record.bytes(ofSection: kind) else { return nil }
    return JSONValue(try document(kind, bytes).root).objectValue
  }
}

extension JSONLimits {
  /// A stored section may be as large as a record; it was bounded when it came in.
  static let stored = JSONLimits(bytes: Record.maximumLength, values: .max)
}

extension GroupMember {
  fileprivate init?(_ value: JSONValue) {
    guard let object = value.objectValue, let id = object["value"]?.stringValue else { return nil }
    self.init(
      value: id, type: object["type"]?.stringValue, display: object["display"]?.stringValue)
  }
}
