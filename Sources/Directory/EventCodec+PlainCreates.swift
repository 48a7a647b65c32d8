package import EventLog
import JSONTape
package import SCIM

extension EventCodec {
  /// What the events of plain creates have in common, written once.
  package struct PlainTemplate: Sendable {
    private let beforeCreated: [UInt8]
    private let afterCreated: [UInt8]
    private let beforeID: [UInt8]
    private let afterID: [UInt8]

    /// - Parameters:
    ///   - name: The request's id before the number of the line, such as `people.jsonl:`.
    ///   - userAgent: Of the request.
    package init(
      _ type: ResourceType, actor: Client, cycle: Identifier?, name: String, userAgent: String
    ) {
      // The one event's sections, cut where those of others differ.
      let mark = 1_234_567_890_123_456
      var event = Event(
        id: .none, time: DateTime(microseconds: Int64(mark)), operation: .create, actor: actor,
        outcome: .init(status: 201))
      event.protocolVersion = ProtocolVersion.v2.rawValue
      event.resourceType = type.name
      event.cycle = cycle
      event.request = Event.Request(
        id: name, method: "POST", path: type.endpoint, userAgent: userAgent)
      event.effect = Event.Effect(image: JSONObject(), created: event.time, owner: actor.client)
      let sections = EventCodec.draft(event).sections
      let facts = sections.first { $0.kind == SectionKind.facts }?.bytes ?? []
      (beforeCreated, afterCreated) = Self.cut(facts, at: #""created":"#, String(mark))
      let request = sections.first { $0.kind == SectionKind.request }?.bytes ?? []
      let start = #"{"id":"# + JSONValue.string(name).description.dropLast()
      (beforeID, afterID) = Self.cut(request, at: start, "")
    }

    /// The text up to and with `before`, and the text after `middle`, which follows it.
    private static func cut(_ text: [UInt8], at before: String, _ middle: String) -> ([UInt8], [UInt8]) {
      let wanted = Array(before.utf8)
      var start = text.count - wanted.count
      // The last, since a name may say the same.
      while start > 0, !text[start...].starts(with: wanted) { start -= 1 }
      let end = max(start, 0) + wanted.count
      return (Array(text.prefix(end)), Array(text.dropFirst(end + middle.utf8.count)))
    }

    /// Writes the sections of one event, as ``EventCodec/draft(_:)`` has them.
    package func write(
      _ place: Int, of creates: PlainCreates, created: Int64, to writer: inout RecordWriter
    ) {
      writer.section(SectionKind.facts) {
        $0 += beforeCreated
        $0.append(decimal: created)
        $0 += afterCreated
      }
      writer.section(SectionKind.request) {
        $0 += beforeID
        $0.append(decimal: Int64(creates.entries[place].line))
        $0 += afterID
      }
      writer.section(SectionKind.body) { $0 += creates.body(place) }
      if creates.isImageApart(place) {
        writer.section(SectionKind.image) { $0 += creates.image(place) }
      } else {
        writer.repeatedSection(SectionKind.image)
      }
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(decimal value: Int64) {
    append(contentsOf: String(value).utf8)
  }
}
