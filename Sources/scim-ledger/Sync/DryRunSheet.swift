import ScimLedger

/// What a cycle would do, object by object.
struct DryRunSheet {
  private struct Planned {
    var action: String
    var key: SourceKey
    var name: String
    var targetID: String?
    var reason: String?
    var modified: [DecisionMade.Modification]
    var requests: [ExportRequested]
  }

  private let job: ReadJob
  private let cycle: Identifier
  /// Whether an id was made up for the dry run.
  var hasMadeUp: (String) -> Bool = { _ in false }

  init(_ job: ReadJob, cycle: Identifier) {
    self.job = job
    self.cycle = cycle
  }

  static let columns: [Column] = [
    "action", "type", "name", "sourceId", "targetId", "reason", "modifiedProperties", "requests",
  ].map { Column($0) }

  func show(kind: CycleKind, as format: OutputFormat) throws {
    if format == .table { Console.line("Dry run of an \(kind.rawValue) cycle: nothing is written.\n") }
    var counts: [String: Int] = [:]
    var writer = RecordWriter(columns: Self.columns, format: format)
    var last: Identifier?
    while true {
      let changes = try job.ledger.changes(ofCycle: cycle, after: last, limit: 500)
      for change in changes {
        guard let planned = try planned(change) else { continue }
        counts[planned.action, default: 0] += 1
        if format == .table { try show(planned) } else { writer.write(cells(planned)) }
      }
      guard changes.count == 500, let change = changes.last else { break }
      last = change
    }
    guard format == .table else { return writer.end() }
    let parts = ["create", "update", "disable", "delete", "stage", "fail"].compactMap { name in
      counts[name].map { "\($0) to \(name)" }
    }
    Console.line(
      parts.isEmpty
        ? "Nothing would be done: the target has everything already."
        : "\n" + TextStyle.bold(parts.joined(separator: ", ")))
  }

  private func planned(_ change: Identifier) throws -> Planned? {
    let events = try job.ledger.events(ofChange: change)
    guard let completed = try events.compactMap({ try $0.facts(as: ChangeCompleted.self) }).first,
      let key = events.first?.source
    else { return nil }
    let word: String
    switch (completed.action, completed.result) {
    case (_, .failure): word = "fail"
    case (.stagedDelete, _): word = "stage"
    case (.skip, _), (.none, _): return nil
    case (let action, _): word = action.rawValue
    }
    let decisions = try events.compactMap { try $0.facts(as: DecisionMade.self) }
    let mapping = try events.compactMap { try $0.facts(as: MappingEvaluated.self) }.last
    return Planned(
      action: word, key: key,
      // Of somebody who is gone, the ledger knows no attributes any more.
      name: try job.ledger.summary(ofChange: change, context: job.context)?.sourceIdentity.displayName
        ?? key.id,
      targetID: completed.targetID.flatMap { hasMadeUp($0) ? nil : $0 }, reason: completed.reason,
      modified: decisions.flatMap { $0.modifications(mapping) },
      requests: try events.compactMap { try $0.facts(as: ExportRequested.self) })
  }

  private func show(_ planned: Planned) throws {
    let style: TextStyle = planned.action == "create" || planned.action == "update" ? .green : .red
    let action = style(planned.action.padded(toWidth: 7, alignment: .left))
    Console.line(
      "\(action)  \(planned.key.type.padded(toWidth: 5, alignment: .left))  \(planned.name.visible)")
    if planned.action == "fail" || planned.action == "stage", let reason = planned.reason {
      Console.line("         " + reason.visible)
    }
    guard planned.action != "create" else { return }
    let references = planned.modified.filter { $0.old == nil || $0.new == nil }.filter {
      isReference($0, planned)
    }
    for modification in planned.modified where !isReference(modification, planned) {
      Console.line(
        "         \(modification.name.visible): \(Self.text(modification.old)) → \(Self.text(modification.new))"
      )
    }
    try showReferences(references, planned.modified.filter { isReference($0, planned) })
  }

  private func isReference(_ modification: DecisionMade.Modification, _ planned: Planned) -> Bool {
    job.job.mapping(forSourceType: planned.key.type)?.referenceAttributes
      .contains { $0.targetAttribute == modification.name } == true
  }

  /// `manager: Anna → Berta`, `members: + Anna, − Berta and 7 more`.
  private func showReferences(
    _ members: [DecisionMade.Modification], _ all: [DecisionMade.Modification]
  ) throws {
    for modification in all where modification.old != nil && modification.new != nil {
      let (old, new) = (try name(modification.old), try name(modification.new))
      Console.line("         \(modification.name.visible): \(old) → \(new)")
    }
    var byName: [(name: String, parts: [String], more: Int)] = []
    for modification in members {
      let index = byName.firstIndex { $0.name == modification.name } ?? byName.count
      if index == byName.count { byName.append((modification.name, [], 0)) }
      if byName[index].parts.count >= 5 {
        byName[index].more += 1
      } else {
        byName[index].parts.append(
          modification.new == nil ? "− " + (try name(modification.old)) : "+ " + (try name(modification.new)))
      }
    }
    for entry in byName {
      let more = entry.more > 0 ? " and \(entry.more) more" : ""
      Console.line("         \(entry.name.visible): \(entry.parts.joined(separator: ", "))\(more)")
    }
  }

  /// Who a resource of the target stands for.
  private func name(_ id: JSONValue?) throws -> String {
    guard let id = id?.stringValue else { return "–" }
    for mapping in job.job.mappings {
      if let key = try job.ledger.key(ofTarget: id, type: mapping.sourceType) {
        return try job.name(of: key).visible
      }
    }
    return id.visible
  }

  private static func text(_ value: JSONValue?) -> String { PropertyText.plain(value).visible }

  private func cells(_ planned: Planned) -> [Cell] {
    [
      Cell(planned.action), Cell(planned.key.type), Cell(planned.name), Cell(planned.key.id),
      Cell(planned.targetID), Cell(planned.reason),
      Cell(
        .array(
          planned.modified.map { ["name": .string($0.name), "old": $0.old ?? .null, "new": $0.new ?? .null] })
      ),
      Cell(.array(planned.requests.map { .object($0.json) })),
    ]
  }
}
