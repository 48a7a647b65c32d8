public import EventLog
import JSONTape
import SCIM

extension EventCodec {
  /// The event as the log takes it. What tells of a person is kept apart from what does not, so that it
  /// can be encrypted apart.
  public static func draft(_ event: Event) -> RecordDraft {
    var sections = [section(SectionKind.facts, facts(of: event))]
    if let request = requestMembers(of: event) { sections.append(section(SectionKind.request, request)) }
    if let body = event.request?.body { sections.append(.init(kind: SectionKind.body, bytes: body)) }
    if let image = event.effect?.image { sections.append(section(SectionKind.image, image)) }
    if let effect = event.effect, !effect.membersAdded.isEmpty || !effect.membersRemoved.isEmpty {
      sections.append(section(SectionKind.members, members(of: effect)))
    }
    if let details = event.details { sections.append(section(SectionKind.details, details)) }
    if let imported = event.importedRecord {
      let members: JSONObject = [
        "keys": .array(imported.keys.map { .string($0) }), "record": .object(imported.record),
      ]
      sections.append(section(SectionKind.imported, members))
    }
    return RecordDraft(
      eventID: event.id, time: event.time.microseconds, kind: event.operation.rawValue,
      stream: event.resource ?? .none, previous: event.previous ?? .start, sections: sections)
  }

  private static func section(_ kind: UInt16, _ object: JSONObject) -> Record.Section {
    Record.Section(kind: kind, bytes: object.serialized())
  }

  private static func facts(of event: Event) -> JSONObject {
    var members: [(String, JSONValue)] = [
      ("version", .number(JSONNumber(factsVersion))),
      ("actor", .string(event.actor.name)),
      ("client", .string(event.actor.client)),
    ]
    if event.actor.tokenID != .none { members.append(("token", .string(event.actor.tokenID.description))) }
    members.append(optional: "protocol", event.protocolVersion.map { .string($0) })
    members.append(optional: "type", event.resourceType.map { .string($0) })
    members.append(("status", .number(JSONNumber(event.outcome.status))))
    members.append(optional: "scimType", event.outcome.scimType.map { .string($0) })
    if !event.tolerances.isEmpty {
      members.append(("tolerances", .array(event.tolerances.map { .string($0.rule) })))
    }
    members.append(
      optional: "snapshot", event.snapshot.map { .number(JSONNumber(Int(clamping: $0.rawValue))) })
    members.append(optional: "results", event.results.map { .number(JSONNumber($0)) })
    members.append(optional: "cause", event.cause.map { .number(JSONNumber(Int(clamping: $0.rawValue))) })
    if event.isUnchanged { members.append(("unchanged", true)) }
    members.append(
      optional: "bulk",
      event.bulk.map { ["id": .string($0.id.description), "index": .number(JSONNumber($0.index))] })
    members.append(optional: "cycle", event.cycle.map { .string($0.description) })
    if let effect = event.effect {
      members.append(("created", .number(JSONNumber(Int(clamping: effect.created.microseconds)))))
      members.append(("owner", .string(effect.owner)))
      if effect.isRemoval { members.append(("removed", true)) }
    }
    return JSONObject(members)
  }

  private static func requestMembers(of event: Event) -> JSONObject? {
    var members: [(String, JSONValue)] = []
    if let request = event.request {
      members = [
        ("id", .string(request.id)), ("method", .string(request.method)), ("path", .string(request.path)),
      ]
      if !request.query.isEmpty { members.append(("query", .string(request.query))) }
      members.append(optional: "userAgent", request.userAgent.map { .string($0) })
      members.append(optional: "ifMatch", request.ifMatch.map { .string($0) })
    }
    // The client chose it, so it may be a person's name.
    members.append(optional: "bulkId", event.bulk?.bulkID.map { .string($0) })
    members.append(optional: "detail", event.outcome.detail.map { .string($0) })
    if !event.tolerances.isEmpty {
      // A path may name a person, as `emails[value eq "…"]` does.
      members.append(
        ("tolerated", .array(event.tolerances.map { .array([.string($0.path), .string($0.detail)]) })))
    }
    return members.isEmpty ? nil : JSONObject(members)
  }

  private static func members(of effect: Event.Effect) -> JSONObject {
    JSONObject([
      (
        "added",
        .array(
          effect.membersAdded.map { member in
            var members: [(String, JSONValue)] = [("value", .string(member.value))]
            members.append(optional: "type", member.type.map { .string($0) })
            members.append(optional: "display", member.display.map { .string($0) })
            return .object(JSONObject(members))
          })
      ),
      ("removed", .array(effect.membersRemoved.map { .string($0) })),
    ])
  }
}

extension [(String, JSONValue)] {
  fileprivate mutating func append(optional name: String, _ value: JSONValue?) {
    if let value { append((name, value)) }
  }
}
