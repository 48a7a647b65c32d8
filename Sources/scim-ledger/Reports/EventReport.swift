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
    .detail("cycle"),
  ]

  static func cells(_ event: Event, _ names: inout ResourceNames) -> [Cell] {
    [
      Cell(event.position), Cell(event.time), Cell(event.actor.name), Cell(event.operation.name),
      Cell(resource(of: event, name: names.name(for: event))),
      Cell(.number(JSONNumber(event.outcome.status)), shownAs: status(of: event)),
      Cell(list: notes(on: event, &names)),
      Cell(event.outcome.scimType), Cell(event.outcome.detail), Cell(event.actor.client),
      Cell(event.resourceType), Cell(event.resource), Cell(event.isChange), tolerances(of: event),
      Cell(event.request?.method), Cell(event.request?.path), Cell(event.id),
      Cell(event.cycle),
    ]
  }

  /// `User anna@example.com`; by its id where no name is known.
  static func resource(of event: Event, name: String?) -> String {
    if let token = event.tokenName { return "Token " + token }
    if let client = event.oauthClientName { return "OAuth client " + client }
    if let record = ProviderRecord(event) { return record.title }
    let name = name ?? event.resource?.description
    return [event.resourceType, name].compactMap(\.self).joined(separator: " ")
  }

  /// `409 uniqueness`.
  static func status(of event: Event) -> String {
    [String(event.outcome.status), event.outcome.scimType].compactMap(\.self).joined(separator: " ")
  }

  /// What is worth saying about an event beyond its columns.
  static func notes(on event: Event, _ names: inout ResourceNames) -> [String] {
    let members = membership(in: event, &names).map { [$0] } ?? []
    return members + notes(on: event)
  }

  /// The same without the members that came and went.
  static func notes(on event: Event) -> [String] {
    var notes: [String] = []
    if event.isRefused, let detail = event.outcome.detail { notes.append(detail) }
    if event.isUnchanged { notes.append("unchanged") }
    if let results = event.results { notes.append(results == 1 ? "1 result" : "\(results) results") }
    if event.operation == .configure, let details = event.details {
      notes.append(contentsOf: details.map { "\($0.name) \($0.value.stringValue ?? $0.value.description)" })
    }
    if event.operation == .registerSchema {
      let types = event.details?["document"]?.objectValue?["resourceTypes"]?.arrayValue ?? []
      notes.append(contentsOf: types.compactMap { $0.objectValue?["name"]?.stringValue })
    }
    if let record = ProviderRecord(event) { notes.append(record.outcome) }
    if let cause = event.cause { notes.append("because of #\(cause)") }
    notes.append(contentsOf: toleranceNotes(on: event))
    return notes
  }

  /// `booleanAsString active: "False" read as false`, each rule once.
  private static func toleranceNotes(on event: Event) -> [String] {
    var rules: [String] = []
    for tolerance in event.tolerances where !rules.contains(tolerance.rule) { rules.append(tolerance.rule) }
    // An identity provider that writes Replace writes it always: what is rarer comes first.
    if let index = rules.firstIndex(of: "operationCase") { rules.append(rules.remove(at: index)) }
    return rules.map { rule in
      let applied = event.tolerances.filter { $0.rule == rule }
      guard let first = applied.first, applied.count == 1 else { return "\(rule) ×\(applied.count)" }
      return "\(rule) \(shortPath(first.path)): \(first.detail)"
    }
  }

  /// `+20 -1 members`; by name where they are few.
  static func membership(in event: Event, _ names: inout ResourceNames) -> String? {
    guard let effect = event.effect else { return nil }
    let changes = effect.membersAdded.map { ("+", $0.value) } + effect.membersRemoved.map { ("-", $0) }
    guard !changes.isEmpty else { return nil }
    if changes.count <= mostMembersNamed {
      var parts: [String] = []
      for (sign, member) in changes {
        parts.append(sign + (Identifier(member).flatMap { names.name(of: $0) } ?? member))
      }
      return "members " + parts.joined(separator: " ")
    }
    let counts = [("+", effect.membersAdded.count), ("-", effect.membersRemoved.count)]
    return counts.filter { $0.1 > 0 }.map { $0.0 + String($0.1) }.joined(separator: " ") + " members"
  }

  /// An attribute's path without the URN of its extension.
  static func shortPath(_ path: String) -> String {
    guard path.hasPrefix("urn:"), let colon = path.lastIndex(of: ":") else { return path }
    return String(path[path.index(after: colon)...])
  }

  private static let mostMembersNamed = 3

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

extension ProviderRecord {
  /// `User anna@example.com`, as the record calls its object.
  var title: String {
    let summary = record.summary
    let type = [summary.sourceIdentity.identityType, summary.targetIdentity.identityType].first {
      !$0.isEmpty
    }
    return [type, summary.objectName].compactMap(\.self).joined(separator: " ")
  }

  /// `update skipped RedundantExport`: what the record says was done there.
  var outcome: String {
    let info = record.summary.provisioningStatusInfo
    return [
      record.summary.provisioningAction.rawValue, info.status.rawValue, info.errorInformation?.errorCode,
    ].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension Event {
  /// The access token that an administrative event is about.
  var tokenName: String? {
    switch operation {
    case .issueToken, .revokeToken: details?["name"]?.stringValue
    default: nil
    }
  }

  /// The OAuth client that an administrative event is about.
  var oauthClientName: String? {
    switch operation {
    case .issueCredential, .revokeCredential: details?["name"]?.stringValue
    default: nil
    }
  }

  /// Whether the directory is different after this event.
  var isChange: Bool {
    switch operation {
    case .create, .replace, .modify, .delete, .leaveGroup: !isRefused && !isUnchanged
    default: false
    }
  }
}
