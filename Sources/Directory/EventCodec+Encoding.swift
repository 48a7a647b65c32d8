public import EventLog
import JSONTape
import SCIM

extension EventCodec {
  /// The event as the log takes it. What tells of a person is kept apart from what does not, so that it
  /// can be encrypted apart.
  public static func draft(_ event: Event) -> RecordDraft {
    var sections: [Record.Section] = []
    sections.reserveCapacity(4)
    sections.append(section(SectionKind.facts, facts(of: event)))
    if let request = requestMembers(of: event) { sections.append(section(SectionKind.request, request)) }
    if let body = event.request?.body { sections.append(section(SectionKind.body, body)) }
    if let image = event.effect?.image { sections.append(section(SectionKind.image, image.serialized())) }
    if let effect = event.effect, !effect.membersAdded.isEmpty || !effect.membersRemoved.isEmpty {
      sections.append(section(SectionKind.members, members(of: effect)))
    }
    if let details = event.details {
      sections.append(section(SectionKind.details, details.serialized()))
    }
    if let imported = event.importedRecord {
      sections.append(section(SectionKind.imported, members(of: imported)))
    }
    return RecordDraft(
      eventID: event.id, time: event.time.microseconds, kind: event.operation.rawValue,
      stream: event.resource ?? .none, previous: event.previous ?? .start, sections: sections)
  }

  private static func section(_ kind: UInt16, _ bytes: [UInt8]) -> Record.Section {
    Record.Section(kind: kind, bytes: bytes)
  }

  private static func facts(of event: Event) -> [UInt8] {
    var writer = JSONWriter(capacity: 448)
    writer.beginObject()
    writer.member("version", factsVersion)
    writer.member("actor", event.actor.name)
    writer.member("client", event.actor.client)
    if event.actor.tokenID != .none { writer.member("token", event.actor.tokenID) }
    writer.member("protocol", event.protocolVersion)
    writer.member("type", event.resourceType)
    writer.member("status", event.outcome.status)
    writer.member("scimType", event.outcome.scimType)
    if !event.tolerances.isEmpty {
      writer.name("tolerances")
      writer.strings(event.tolerances) { $0.rule }
    }
    writer.member("snapshot", event.snapshot)
    writer.member("results", event.results)
    writer.member("cause", event.cause)
    if event.isUnchanged { writer.member("unchanged", true) }
    if let bulk = event.bulk {
      writer.name("bulk")
      writer.beginObject()
      writer.member("id", bulk.id)
      writer.member("index", bulk.index)
      writer.endObject()
    }
    writer.member("cycle", event.cycle)
    if let effect = event.effect {
      writer.member("created", Int(clamping: effect.created.microseconds))
      writer.member("owner", effect.owner)
      if effect.isRemoval { writer.member("removed", true) }
    }
    writer.endObject()
    return writer.bytes
  }

  /// Nil where there is nothing to be told.
  private static func requestMembers(of event: Event) -> [UInt8]? {
    guard
      event.request != nil || event.bulk?.bulkID != nil || event.outcome.detail != nil
        || !event.tolerances.isEmpty
    else { return nil }
    var writer = JSONWriter(capacity: 448)
    writer.beginObject()
    if let request = event.request {
      writer.member("id", request.id)
      writer.member("method", request.method)
      writer.member("path", request.path)
      if !request.query.isEmpty { writer.member("query", request.query) }
      writer.member("userAgent", request.userAgent)
      writer.member("ifMatch", request.ifMatch)
    }
    // The client chose it, so it may be a person's name.
    writer.member("bulkId", event.bulk?.bulkID)
    writer.member("detail", event.outcome.detail)
    if !event.tolerances.isEmpty {
      // A path may name a person, as `emails[value eq "…"]` does.
      writer.name("tolerated")
      writer.beginArray()
      for tolerance in event.tolerances {
        writer.beginArray()
        writer.value(tolerance.path)
        writer.value(tolerance.detail)
        writer.endArray()
      }
      writer.endArray()
    }
    writer.endObject()
    return writer.bytes
  }

  private static func members(of effect: Event.Effect) -> [UInt8] {
    var writer = JSONWriter(capacity: 192)
    writer.beginObject()
    writer.name("added")
    writer.beginArray()
    for member in effect.membersAdded {
      writer.beginObject()
      writer.member("value", member.value)
      writer.member("type", member.type)
      writer.member("display", member.display)
      writer.endObject()
    }
    writer.endArray()
    writer.name("removed")
    writer.strings(effect.membersRemoved) { $0 }
    writer.endObject()
    return writer.bytes
  }

  private static func members(of imported: ImportedRecord) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("keys")
    writer.strings(imported.keys) { $0 }
    writer.name("record")
    writer.value(imported.record)
    writer.endObject()
    return writer.bytes
  }
}

/// Members whose names and values are a section's; none where there is no value.
extension JSONWriter {
  fileprivate mutating func member(_ name: String, _ text: String) {
    self.name(plain: name)
    value(text)
  }

  fileprivate mutating func member(_ name: String, _ text: String?) {
    if let text { member(name, text) }
  }

  fileprivate mutating func member(_ name: String, _ number: Int) {
    self.name(plain: name)
    value(number)
  }

  fileprivate mutating func member(_ name: String, _ number: Int?) {
    if let number { member(name, number) }
  }

  fileprivate mutating func member(_ name: String, _ flag: Bool) {
    self.name(plain: name)
    value(flag)
  }

  fileprivate mutating func member(_ name: String, _ position: Position?) {
    if let position { member(name, Int(clamping: position.rawValue)) }
  }

  fileprivate mutating func member(_ name: String, _ id: Identifier?) {
    guard let id else { return }
    self.name(plain: name)
    string { id.appendText(to: &$0) }
  }

  fileprivate mutating func strings<Element>(_ elements: [Element], _ text: (Element) -> String) {
    beginArray()
    for element in elements { value(text(element)) }
    endArray()
  }
}
