import Directory
import EventLog
import Foundation
import JSONTape
import Testing

/// The stored form of every kind of event, pinned: a log written by this version must stay readable, so the
/// files may grow and must never change.
@Suite struct EventCodecGoldenTests {
  struct Pinned: Sendable, CustomTestStringConvertible {
    var name: String
    var record: Record

    var testDescription: String { name }
  }

  static let pinned: [Pinned] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
    return ["event-v1.json", "imported-v1.json"].flatMap { name -> [Pinned] in
      guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)),
        let value = try? JSONValue(parsing: Array(data))
      else { return [] }
      return (value.arrayValue ?? []).compactMap { $0.objectValue.flatMap(Pinned.init) }
    }
  }()

  @Test("every event is pinned, in the order of the fixtures")
  func complete() {
    #expect(EventCodecGoldenTests.pinned.map(\.name) == EventFixtures.all.map(\.name))
  }

  @Test("an event is written as it always was, byte for byte", arguments: pinned)
  func encoding(_ pinned: Pinned) throws {
    let event = try #require(EventFixtures.all.first { $0.name == pinned.name }?.event)
    let draft = EventCodec.draft(event)
    #expect(draft.eventID == pinned.record.eventID)
    #expect(draft.time == pinned.record.time)
    #expect(draft.kind == pinned.record.kind)
    #expect(draft.stream == pinned.record.stream)
    #expect(draft.previous == pinned.record.previous)
    #expect(draft.sections.map(\.kind) == pinned.record.sections.map(\.kind))
    for (section, wanted) in zip(draft.sections, pinned.record.sections) {
      let text = String(decoding: section.bytes, as: UTF8.self)
      #expect(section.bytes.elementsEqual(wanted.bytes), "section \(section.kind) is now \(text)")
    }
  }

  @Test("an event written long ago is read as it was meant", arguments: pinned)
  func decoding(_ pinned: Pinned) throws {
    let event = try #require(EventFixtures.all.first { $0.name == pinned.name }?.event)
    #expect(try EventCodec.event(pinned.record) == event)
  }

  @Test("settings that don't speak of externalId enforce it, as they did when they were written")
  func settings() throws {
    let before = LedgerConfiguration(try #require(EventFixtures.configure.details))
    #expect(before == LedgerConfiguration(profile: "rfc", uniqueExternalID: true, requestsPerSecond: 100))
    for enforced in [true, false] {
      let settings = LedgerConfiguration(uniqueExternalID: enforced)
      #expect(settings.json["uniqueExternalId"] == .bool(enforced))
      #expect(LedgerConfiguration(settings.json) == settings)
    }
  }
}

extension EventCodecGoldenTests.Pinned {
  init?(_ row: JSONObject) {
    guard let name = row["name"]?.stringValue, let position = row["position"]?.intValue,
      let eventID = row["eventID"]?.stringValue.flatMap({ Identifier($0) }), let time = row["time"]?.intValue,
      let kind = row["kind"]?.intValue, let stream = row["stream"]?.stringValue.flatMap({ Identifier($0) }),
      let previous = row["previous"]?.intValue, let sections = row["sections"]?.arrayValue
    else { return nil }
    self.name = name
    record = Record(
      position: Position(UInt64(clamping: position)), eventID: eventID, time: Int64(time),
      kind: UInt16(clamping: kind), stream: stream, previous: Position(UInt64(clamping: previous)),
      sections: sections.compactMap { section in
        guard let object = section.objectValue, let kind = object["kind"]?.intValue,
          let text = object["text"]?.stringValue
        else { return nil }
        return Record.Section(kind: UInt16(clamping: kind), bytes: Array(text.utf8))
      })
  }
}
