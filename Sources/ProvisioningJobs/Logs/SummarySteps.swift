import JSONTape
import Provisioning

/// Collects the steps of a summary, with the names that Entra gives them.
struct SummarySteps {
  typealias Step = ProvisioningObjectSummary.Step

  let name: String
  let identifier: String
  let record: ChangeRecord
  let context: LogContext
  private(set) var steps: [Step] = []
  private var action = ProvisioningAction.none
  private var request: ExportRequested?

  init(name: String, identifier: String, record: ChangeRecord, context: LogContext) {
    self.name = name
    self.identifier = identifier
    self.record = record
    self.context = context
  }

  private var subject: String { "\(record.type) '\(name)'" }
  private var target: String { context.target.displayName }

  mutating func add(_ event: JobEvent) throws(JobFactsError) {
    switch event.kind {
    case .sourceImported: if let facts = try event.facts(as: SourceImported.self) { add(facts, event.time) }
    case .scopeEvaluated: if let facts = try event.facts(as: ScopeEvaluated.self) { add(facts, event.time) }
    case .matchQueried: if let facts = try event.facts(as: MatchQueried.self) { add(facts, event.time) }
    case .mappingEvaluated:
      guard let failure = try event.facts(as: MappingEvaluated.self)?.failure else { return }
      append(
        "EntrySynchronizationMapping", .processing, .failure, failure["reason"]?.stringValue ?? "", failure,
        event.time)
    case .decisionMade: if let facts = try event.facts(as: DecisionMade.self) { add(facts, event.time) }
    case .exportRequested: request = try event.facts(as: ExportRequested.self)
    case .exportAnswered: if let facts = try event.facts(as: ExportAnswered.self) { add(facts, event.time) }
    case .referencesDeferred:
      guard let facts = try event.facts(as: ReferencesDeferred.self) else { return }
      append(
        "EntryReferenceResolution", .referenceResolution, .skipped,
        "\(facts.ids.count) of the references in \(facts.attribute) can't be set yet, since what they point to "
          + "is not in \(target).", ["Attribute": .string(facts.attribute)], event.time)
    case .referencesExported:
      guard let facts = try event.facts(as: ReferencesExported.self) else { return }
      append(
        "EntryReferenceResolution", .referenceResolution, .success,
        "\(facts.added.count) references in \(facts.attribute) were set and \(facts.removed.count) removed.",
        ["Attribute": .string(facts.attribute)], event.time)
    default: return
    }
  }

  private mutating func append(
    _ name: String, _ kind: Step.Kind, _ status: ProvisioningResult, _ description: String,
    _ details: JSONObject, _ time: Int64
  ) {
    var texts: [(String, JSONValue)] = []
    for member in details { texts.append((member.name, .string(LogText.plain(member.value)))) }
    steps.append(
      Step(
        name: name, kind: kind, status: status, description: description, details: JSONObject(texts),
        time: time
      ))
  }

  private mutating func add(_ facts: SourceImported, _ time: Int64) {
    let (suffix, change) =
      facts.change.isDeletion
      ? ("Delete", "Delete")
      : facts.isNew ? ("Add", "Add") : facts.change == .reevaluated ? ("", "None") : ("Update", "Update")
    append(
      "EntryImport" + suffix, .import, .success,
      "Received \(subject) change of type (\(change)) from \(context.source.displayName)",
      LogText.details(facts.attributes), time)
  }

  private mutating func add(_ facts: ScopeEvaluated, _ time: Int64) {
    let evaluation = facts.evaluation
    func text(_ name: String) -> JSONValue { evaluation[name] ?? false }
    append(
      "EntrySynchronizationScoping", .scoping, facts.isInScope ? .success : .skipped,
      facts.isInScope
        ? "\(subject) is in scope"
        : "\(subject) is not in scope: "
          + LogText.numbered((evaluation["reasons"]?.arrayValue ?? []).compactMap(\.stringValue)),
      [
        "Active in the source system": text("isActive"), "Assigned to the application": text("isAssigned"),
        "Scope sync all": text("syncsAll"), "\(record.type) has the required role": text("hasRequiredRole"),
        "Scoping filter evaluation passed": text("passesFilter"),
        "ScopeEvaluationResult": evaluation["filter"] ?? [:],
      ], time)
  }

  private mutating func add(_ facts: MatchQueried, _ time: Int64) {
    let asked = facts.attribute.map { name in
      "\(name) '\(facts.value.map { LogText.plain($0) } ?? "")'"
    }
    if let failure = facts.failure {
      append(
        "EntryImport", .matching, .failure,
        "\(target) could not be asked for \(subject): \(failure["reason"]?.stringValue ?? "no answer")",
        failure,
        time)
      return
    }
    switch facts.count ?? 0 {
    case 0:
      append(
        "EntryImport", .matching, .success,
        asked.map { "No \(record.type) with \($0) was found in \(target)" }
          ?? "The \(record.type) linked to \(subject) is no longer in \(target)", [:], time)
    case 1:
      append(
        "EntryImport", .matching, .success, "Retrieved \(subject) from \(target)",
        LogText.details(facts.resources.first ?? [:]), time)
    case let count:
      var details: JSONObject = [:]
      for (index, resource) in facts.resources.enumerated() {
        details["Match \(index + 1)"] = .object(LogText.details(resource))
      }
      append(
        "EntryImport", .matching, .failure,
        "\(count) resources with \(asked ?? "the same id") were found in \(target)", details, time)
    }
  }

  private mutating func add(_ facts: DecisionMade, _ time: Int64) {
    action = facts.action
    let texts = LogText.numbered(facts.texts)
    switch facts.action {
    case .create:
      append(
        "EntrySynchronizationAdd", .matching, .success,
        "\(subject) will be created in \(target) (\(record.type) is active and in scope, but no matching "
          + "\(record.type) was found in \(target))", [:], time)
    case .update, .disable:
      append(
        "EntrySynchronizationUpdate", .processing, .success,
        "\(subject) will be \(LogText.pastTense(facts.action)) in \(target). \(texts)", [:], time)
    case .delete:
      append(
        "EntrySynchronizationDelete", .processing, .success,
        "\(subject) will be deleted in \(target). \(texts)", [:], time)
    case .stagedDelete:
      append(
        "EntrySynchronizationStagedDelete", .processing, .warning,
        "\(subject) will not be disabled or deleted in \(target) until an administrator allows it. \(texts)",
        [:], time)
    case .skip:
      append(
        "EntrySynchronizationSkip", .export, .skipped,
        "The \(subject) will be skipped due to the following reasons: \(texts)",
        [
          "SkipReason": .string(facts.reason ?? "EntrySynchronizationSkipped"),
          "ReportableIdentifier": .string(identifier),
        ], time)
    case .none: break
    }
  }

  private mutating func add(_ facts: ExportAnswered, _ time: Int64) {
    defer { request = nil }
    let name =
      switch request?.method ?? "" {
      case "POST": "EntryExportAdd"
      case "DELETE": "EntryExportDelete"
      default: action == .disable ? "EntryExportUpdateSoftDelete" : "EntryExportUpdate"
      }
    let what = LogText.pastTense(action == .none ? .update : action)
    var details: JSONObject = ["ReportableIdentifier": .string(identifier)]
    if let request { details["Request"] = .string("\(request.method) \(request.path)") }
    if let status = facts.status { details["StatusCode"] = .string(String(status)) }
    if facts.attempt > 1 { details["Attempt"] = .string(String(facts.attempt)) }
    guard let failure = facts.failure else {
      append(
        name, .export, .success, "\(subject) was \(what) in \(target)", details, time)
      return
    }
    details["ErrorCode"] = failure["code"]
    append(
      name, .export, .failure,
      "\(subject) was not \(what) in \(target): \(failure["reason"]?.stringValue ?? "")",
      details, time)
  }
}
