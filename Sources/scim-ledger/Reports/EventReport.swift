import ScimLedger

/// One event as a row of the log.
enum EventReport {
  static let columns: [Column] = [
    .number("sequence"),
    .fixed("time", heading: "time (UTC)"),
    Column("who"),
    .fixed("operation"),
    Column("resource"),
    .fixed("status"),
    Column("notes"),
    .detail("scimType"),
    .detail("detail"),
    .detail("client"),
    .detail("resourceType"),
    .detail("resourceId"),
    .detail("changed"),
    .detail("tolerances"),
    .detail("method"),
    .detail("path"),
    .detail("eventId"),
  ]

  /// - Parameter name: The resource's userName or displayName where it is known.
  static func cells(_ event: Event, name: String?) -> [Cell] {
    [
      Cell(event.position), Cell(event.time), Cell(event.actor.name), Cell(event.operation.name),
      Cell(resource(of: event, name: name)),
      Cell(.number(JSONNumber(event.outcome.status)), shownAs: status(of: event)), Cell(list: notes(on: event)),
      Cell(event.outcome.scimType), Cell(event.outcome.detail), Cell(event.actor.client),
      Cell(event.resourceType), Cell(event.resource), Cell(event.isChange), tolerances(of: event),
      Cell(event.request?.method), Cell(event.request?.path), Cell(event.id),
    ]
  }

  /// `User anna@example.com`; by its id where no name is known.
  static func resource(of event: Event, name: String?) -> String {
    let name = name ?? event.resource?.description
    return [event.resourceType, name].compactMap(\.self).joined(separator: " ")
  }

  /// `409 uniqueness`.
  static func status(of event: Event) -> String {
    [String(event.outcome.status), event.outcome.scimType].compactMap(\.self).joined(separator: " ")
  }

  /// What is worth saying about an event beyond its columns.
  static func notes(on event: Event) -> [String] {
    var notes: [String] = []
    if event.isRefused, let detail = event.outcome.detail { notes.append(detail) }
    if event.isUnchanged { notes.append("unchanged") }
    if let membership = membership(in: event) { notes.append(membership) }
    if let results = event.results { notes.append(results == 1 ? "1 result" : "\(results) results") }
    if let cause = event.cause { notes.append("because of #\(cause)") }
    for tolerance in event.tolerances {
      notes.append("\(tolerance.rule) \(tolerance.path): \(tolerance.detail)")
    }
    return notes
  }

  /// `+2 -1 members`.
  static func membership(in event: Event) -> String? {
    guard let effect = event.effect else { return nil }
    var parts: [String] = []
    if !effect.membersAdded.isEmpty { parts.append("+\(effect.membersAdded.count)") }
    if !effect.membersRemoved.isEmpty { parts.append("-\(effect.membersRemoved.count)") }
    guard !parts.isEmpty else { return nil }
    let isOne = effect.membersAdded.count + effect.membersRemoved.count == 1
    return parts.joined(separator: " ") + (isOne ? " member" : " members")
  }

  static func tolerances(of event: Event) -> Cell {
    Cell(
      .array(
        event.tolerances.map { tolerance in
          [
            "rule": .string(tolerance.rule), "path": .string(tolerance.path),
            "detail": .string(tolerance.detail),
          ]
        }), shownAs: event.tolerances.map(\.rule).joined(separator: "; "))
  }
}

extension Event {
  /// Whether the directory is different after this event.
  var isChange: Bool {
    switch operation {
    case .create, .replace, .modify, .delete, .leaveGroup: !isRefused && !isUnchanged
    default: false
    }
  }
}
