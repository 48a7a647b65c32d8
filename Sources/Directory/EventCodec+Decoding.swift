public import EventLog
import JSONTape
import SCIM

extension EventCodec {
  /// Reads an event back.
  ///
  /// - Throws: `EventCodecError` naming the position and the section.
  public static func event(_ record: Record) throws(EventCodecError) -> Event {
    func unreadable(_ reason: String) -> EventCodecError {
      EventCodecError(position: record.position, reason: reason)
    }
    func object(_ kind: UInt16, _ name: String) throws(EventCodecError) -> JSONObject? {
      guard let bytes = record.bytes(ofSection: kind) else { return nil }
      guard let value = try? JSONValue(parsing: bytes, limits: limits), let object = value.objectValue else {
        throw unreadable("its section \(name) is not a JSON object")
      }
      return object
    }
    guard let operation = Event.Operation(rawValue: record.kind) else {
      throw unreadable("its kind \(record.kind) is not known to this version")
    }
    guard let facts = try object(SectionKind.facts, "facts") else { throw unreadable("it has no facts") }
    guard facts["version"]?.intValue == factsVersion else {
      throw unreadable("its facts have a version that is not known to this version")
    }
    guard let actor = facts.string("actor"), let client = facts.string("client"),
      let status = facts.int("status")
    else { throw unreadable("its facts lack the actor or the status") }
    let request = try object(SectionKind.request, "request")
    var event = Event(
      id: record.eventID, time: DateTime(microseconds: record.time), operation: operation,
      actor: Client(
        name: actor, client: client, tokenID: facts.string("token").flatMap { Identifier($0) } ?? .none),
      outcome: .init(status: status, scimType: facts.string("scimType"), detail: request?.string("detail")))
    event.position = record.position
    event.protocolVersion = facts.string("protocol")
    event.resourceType = facts.string("type")
    event.resource = record.stream == .none ? nil : record.stream
    event.previous = record.previous == .start ? nil : record.previous
    event.tolerances = tolerances(facts, request)
    event.snapshot = facts.int("snapshot").map { Position(UInt64(clamping: $0)) }
    event.results = facts.int("results")
    event.cause = facts.int("cause").map { Position(UInt64(clamping: $0)) }
    event.cycle = facts.string("cycle").flatMap { Identifier($0) }
    event.isUnchanged = facts["unchanged"]?.boolValue ?? false
    if let bulk = facts["bulk"]?.objectValue, let id = bulk.string("id").flatMap({ Identifier($0) }),
      let index = bulk.int("index")
    {
      event.bulk = Event.Bulk(id: id, index: index, bulkID: request?.string("bulkId"))
    }
    event.details = try object(SectionKind.details, "details")
    if let imported = try object(SectionKind.imported, "imported") {
      guard let keys = imported["keys"]?.arrayValue, let record = imported["record"]?.objectValue else {
        throw unreadable("its section imported lacks the keys or the record")
      }
      event.importedRecord = ImportedRecord(keys: keys.compactMap(\.stringValue), record: record)
    }
    if let request, let method = request.string("method"), let path = request.string("path") {
      event.request = Event.Request(
        id: request.string("id") ?? "", method: method, path: path, query: request.string("query") ?? "",
        userAgent: request.string("userAgent"), ifMatch: request.string("ifMatch"),
        body: record.bytes(ofSection: SectionKind.body))
    }
    if let created = facts.int("created"), let owner = facts.string("owner") {
      let image = try object(SectionKind.image, "image")
      let isRemoval = facts["removed"]?.boolValue ?? false
      guard isRemoval == (image == nil) else { throw unreadable("its image and its facts do not agree") }
      let members = try object(SectionKind.members, "members")
      event.effect = Event.Effect(
        image: image, created: DateTime(microseconds: Int64(created)), owner: owner,
        membersAdded: (members?["added"]?.arrayValue ?? []).compactMap { GroupMember($0) },
        membersRemoved: (members?["removed"]?.arrayValue ?? []).compactMap { $0.stringValue })
    }
    return event
  }

  /// A stored section may be as large as a record; it was bounded when it came in.
  private static let limits = JSONLimits(bytes: Record.maximumLength, values: .max)

  private static func tolerances(_ facts: JSONObject, _ request: JSONObject?) -> [Tolerance] {
    let texts = (request?["tolerated"]?.arrayValue ?? []).map {
      $0.arrayValue?.map { $0.stringValue ?? "" } ?? []
    }
    return (facts["tolerances"]?.arrayValue ?? []).enumerated().compactMap { index, value in
      guard let rule = value.stringValue else { return nil }
      let text = index < texts.count && texts[index].count == 2 ? texts[index] : ["", ""]
      return Tolerance(rule: rule, path: text[0], detail: text[1])
    }
  }
}

extension GroupMember {
  fileprivate init?(_ value: JSONValue) {
    guard let object = value.objectValue, let id = object.string("value") else { return nil }
    self.init(value: id, type: object.string("type"), display: object.string("display"))
  }
}

extension JSONObject {
  fileprivate func string(_ name: String) -> String? { self[name]?.stringValue }
  fileprivate func int(_ name: String) -> Int? { self[name]?.intValue }
}
