import ScimLedger

/// One user or group with all its attributes.
struct ResourceProfile {
  var resource: DirectoryResource
  /// The events that changed it, oldest first.
  var changes: [Event]
  /// The names of members, by id.
  var memberNames: [String: String]
  /// The past that is shown; nil for the present.
  var asOf: Position?

  private static let mostMembersShown = 20

  func show() {
    var profile = Listing(resource.userName ?? resource.displayName ?? resource.id.description)
    for member in resource.image where member.name != "schemas" {
      Self.add(member.value, as: member.name, to: &profile)
    }
    Console.write(profile.rendered())
    showGroups()
    showMembers()
    var record = Listing("Record")
    if let asOf { record.add("as of", "event \(asOf)") }
    record.add("id", resource.id.description)
    record.add("created", resource.created.longText)
    record.add("last modified", resource.lastModified.longText)
    record.add("version", resource.version)
    record.add("history", historyLine)
    Console.write("\n" + record.rendered())
  }

  /// `3 changes, last at #17`.
  private var historyLine: String {
    let count = changes.count == 1 ? "1 change" : "\(changes.count) changes"
    return "\(count), last at #\(resource.position)"
  }

  private func showGroups() {
    guard !resource.groups.isEmpty else { return }
    var listing = Listing("Groups")
    for group in resource.groups { listing.add(group.display ?? group.value, group.value) }
    Console.write("\n" + listing.rendered())
  }

  private func showMembers() {
    guard let members = resource.members, !members.isEmpty else { return }
    var listing = Listing("Members (\(members.count))")
    for member in members.prefix(Self.mostMembersShown) {
      listing.add(member.display ?? memberNames[member.value] ?? member.type ?? "", member.value)
    }
    if members.count > Self.mostMembersShown {
      listing.add("…", "and \(members.count - Self.mostMembersShown) more")
    }
    Console.write("\n" + listing.rendered())
  }

  private static func add(_ value: JSONValue, as label: String, to listing: inout Listing) {
    switch value {
    case .object(let object):
      let prefix = label.hasPrefix("urn:") ? "" : label + "."
      for member in object { add(member.value, as: prefix + member.name, to: &listing) }
    case .array(let elements):
      for element in elements { listing.add(label, line(for: element)) }
    case .string(let text): listing.add(label, text)
    default: listing.add(label, value.description)
    }
  }

  /// `anna@example.com (type work, primary)`.
  private static func line(for element: JSONValue) -> String {
    guard let object = element.objectValue else { return element.stringValue ?? element.description }
    guard let value = object["value"]?.stringValue else { return element.description }
    let rest = object.compactMap { member -> String? in
      switch (member.name, member.value) {
      case ("value", _), (_, false): nil
      case (_, true): member.name
      case (_, .string(let text)): "\(member.name) \(text)"
      default: "\(member.name) \(member.value)"
      }
    }
    return rest.isEmpty ? value : value + " (" + rest.joined(separator: ", ") + ")"
  }
}

extension ResourceProfile {
  static let columns: [Column] = [
    "type", "id", "userName", "displayName", "externalId", "active", "created", "lastModified", "version",
    "sequence", "changes", "attributes", "groups", "members",
  ].map { Column($0) }

  var cells: [Cell] {
    [
      Cell(resource.type), Cell(resource.id), Cell(resource.userName), Cell(resource.displayName),
      Cell(resource.externalID), Cell(resource.isActive), Cell(resource.created),
      Cell(resource.lastModified), Cell(resource.version), Cell(resource.position), Cell(changes.count),
      Cell(.object(resource.image)),
      Cell(
        .array(resource.groups.map { ["value": .string($0.value), "display": JSONValue($0.display)] }),
        shownAs: resource.groups.map { $0.display ?? $0.value }.joined(separator: "; ")),
      Cell(list: resource.members?.map(\.value) ?? []),
    ]
  }
}

extension JSONValue {
  fileprivate init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
}

extension ResourceProfile {
  /// Gathers what the ledger knows of the resource that a text names, at the moment that the text or an option
  /// names.
  ///
  /// - Throws: `CommandFailure` where there is, or was, no such resource.
  init(
    _ text: String, type: String, _ moment: MomentOptions, in ledger: ProvisioningLedger,
    _ options: LedgerOptions
  ) throws {
    let dated = try moment.dated(text, types: [type], in: ledger)
    let selector = Selector(dated.name, type: type)
    let position = try dated.moment.map { try ledger.position(asOf: $0, of: selector) }
    let found =
      try position.map { try ledger.resource(selector, asOf: $0) } ?? ledger.resource(selector)
    guard let found, found.type == type else {
      let kind = type.lowercased()
      let past = position.map { " as of event \($0)" } ?? ""
      throw CommandFailure(
        .notFound, "No \(kind) \(dated.name)\(past). One that was deleted still has its history.",
        next: Suggestion.question(try ledger.names(near: dated.name, types: [type]))
          + "Look with: scim-ledger \(kind)s\(options.suggestion), or: "
          + "scim-ledger history \(dated.name.shellQuoted)\(options.suggestion)")
    }
    try self.init(found, asOf: position, in: ledger)
  }

  private init(_ resource: DirectoryResource, asOf: Position?, in ledger: ProvisioningLedger) throws {
    var names = ResourceNames(ledger)
    var memberNames: [String: String] = [:]
    for member in resource.members?.prefix(Self.mostMembersShown) ?? [] where member.display == nil {
      memberNames[member.value] = Identifier(member.value).flatMap { names.name(of: $0) }
    }
    self.init(
      resource: resource,
      changes: try ledger.history(.id(resource.id)).filter { event in
        event.isChange && asOf.map { event.position <= $0 } ?? true
      },
      memberNames: memberNames, asOf: asOf)
  }
}
