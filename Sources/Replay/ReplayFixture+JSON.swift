import Directory
import EventLog
import JSONTape
import ServiceProvider

extension ReplayFixture {
  static func isObservation(_ event: Event) -> Bool { ServiceProvider.isObservation(event) }

  /// The file's content.
  public func serialized() -> [UInt8] {
    JSONValue.object([
      "format": .string(ReplayFixture.format), "version": .number(JSONNumber(ReplayFixture.version)),
      "replay": .array(positions.map { ReplayFixture.number($0.rawValue) }),
      "events": .array(records.map { ReplayFixture.json($0) }),
    ]).serialized()
  }

  /// - Throws: `ReplayFixtureError.unreadable` naming the place, `.unknownVersion`.
  public init(parsing bytes: [UInt8]) throws(ReplayFixtureError) {
    let object: JSONObject
    do {
      guard
        let value = try JSONValue(parsing: bytes, limits: JSONLimits(bytes: .max, values: .max)).objectValue
      else { throw ReplayFixtureError.unreadable("it is no JSON object") }
      object = value
    } catch let error as ReplayFixtureError {
      throw error
    } catch {
      throw .unreadable("\(error)")
    }
    guard object["format"]?.stringValue == ReplayFixture.format, let version = object["version"]?.intValue
    else { throw .unreadable("format is not \"\(ReplayFixture.format)\"") }
    guard version == ReplayFixture.version else { throw .unknownVersion(version) }
    var positions: [Position] = []
    for (index, value) in (object["replay"]?.arrayValue ?? []).enumerated() {
      guard let number = value.intValue, number > 0 else {
        throw .unreadable("replay[\(index)] is no position")
      }
      positions.append(Position(UInt64(number)))
    }
    var records: [Record] = []
    for (index, value) in (object["events"]?.arrayValue ?? []).enumerated() {
      guard let record = ReplayFixture.record(value) else {
        throw .unreadable("events[\(index)] is no event")
      }
      if let last = records.last, last.position >= record.position {
        throw .unreadable("events[\(index)] is not behind the one before it")
      }
      records.append(record)
    }
    guard let selection = ReplaySelection.positions(positions) else { throw .nothingSelected }
    self.init(selection, positions, records)
  }

  private static func number(_ value: UInt64) -> JSONValue { .number(JSONNumber(Int(clamping: value))) }

  private static func json(_ record: Record) -> JSONValue {
    var object: JSONObject = [
      "position": number(record.position.rawValue), "id": .string(record.eventID.description),
      "time": .number(JSONNumber(Int(clamping: record.time))), "kind": number(UInt64(record.kind)),
    ]
    if record.stream != .none { object["resource"] = .string(record.stream.description) }
    if record.previous != .start { object["previous"] = number(record.previous.rawValue) }
    object["sections"] = .array(
      record.sections.map { section in
        [
          "kind": number(UInt64(section.kind)),
          "text": .string(String(decoding: section.bytes, as: UTF8.self)),
        ]
      })
    return .object(object)
  }

  private static func record(_ value: JSONValue) -> Record? {
    guard let object = value.objectValue, let position = object["position"]?.intValue, position > 0,
      let id = object["id"]?.stringValue.flatMap({ Identifier($0) }), let time = object["time"]?.intValue,
      let kind = object["kind"]?.intValue.flatMap({ UInt16(exactly: $0) })
    else { return nil }
    var sections: [Record.Section] = []
    for section in object["sections"]?.arrayValue ?? [] {
      guard let section = section.objectValue,
        let kind = section["kind"]?.intValue.flatMap({ UInt16(exactly: $0) }),
        let text = section["text"]?.stringValue
      else { return nil }
      sections.append(Record.Section(kind: kind, bytes: Array(text.utf8)))
    }
    return Record(
      position: Position(UInt64(position)), eventID: id, time: Int64(time), kind: kind,
      stream: object["resource"]?.stringValue.flatMap { Identifier($0) } ?? .none,
      previous: Position(UInt64(clamping: object["previous"]?.intValue ?? 0)), sections: sections)
  }
}
