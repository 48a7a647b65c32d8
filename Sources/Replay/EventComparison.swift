import Directory
import EventLog
import JSONTape

/// Compares an event that was made again with the record of the first one.
enum EventComparison {
  /// Nil where they are the same byte for byte.
  static func divergence(_ record: Record, _ reproduced: Event) -> Divergence? {
    let made = EventCodec.draft(reproduced)
    if made.isSame(as: record) { return nil }
    let kept = RecordDraft(
      eventID: record.eventID, time: record.time, kind: record.kind, stream: record.stream,
      previous: record.previous, subject: record.subject, sections: record.sections)
    var differences = ModifiedProperty.between(object(kept), object(made)).map { property in
      Divergence.Difference(path: property.path, recorded: property.old, reproduced: property.new)
    }
    if differences.isEmpty {
      for section in kept.sections where !made.sections.contains(section) {
        differences.append(
          .init(
            path: "\(name(section)) as bytes", recorded: .string(text(section)),
            reproduced: made.sections.first { $0.kind == section.kind }.map { .string(text($0)) }))
      }
    }
    return Divergence(position: record.position, differences: differences)
  }

  /// Without an early end, so that many bytes are compared in one step.
  fileprivate static func areSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    let (left, right) = (left.span, right.span)
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }

  private static func object(_ draft: RecordDraft) -> JSONObject {
    var object: JSONObject = [
      "id": .string(draft.eventID.description), "time": .number(JSONNumber(Int(clamping: draft.time))),
      "operation": .string(Event.Operation(rawValue: draft.kind)?.name ?? "\(draft.kind)"),
    ]
    if draft.stream != .none { object["resource"] = .string(draft.stream.description) }
    if draft.previous != .start {
      object["previous"] = .number(JSONNumber(Int(clamping: draft.previous.rawValue)))
    }
    for section in draft.sections {
      object[name(section)] = (try? JSONValue(parsing: section.bytes)) ?? .string(text(section))
    }
    return object
  }

  private static func name(_ section: Record.Section) -> String {
    EventCodec.name(ofSection: section.kind) ?? "section \(section.kind)"
  }

  private static func text(_ section: Record.Section) -> String {
    String(decoding: section.bytes, as: UTF8.self)
  }
}

extension RecordDraft {
  /// Whether the record says the same, byte for byte.
  fileprivate func isSame(as record: Record) -> Bool {
    guard eventID == record.eventID, time == record.time, kind == record.kind, stream == record.stream,
      previous == record.previous, subject == record.subject, sections.count == record.sections.count
    else { return false }
    return zip(sections, record.sections).allSatisfy { made, kept in
      made.kind == kept.kind && made.encryption == kept.encryption
        && EventComparison.areSame(made.bytes, kept.bytes)
    }
  }
}
