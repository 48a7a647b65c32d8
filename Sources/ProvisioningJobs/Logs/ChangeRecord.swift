import JSONTape
import Provisioning
import SCIM

/// The events of one change, typed and put where both forms of the log look for them.
struct ChangeRecord {
  var source: SourceKey?
  var imported: SourceImported?
  var scope: ScopeEvaluated?
  var queries: [MatchQueried] = []
  var mapping: MappingEvaluated?
  var decisions: [DecisionMade] = []
  var requests: [ExportRequested] = []
  var answers: [ExportAnswered] = []
  var completed: ChangeCompleted?
  var escrow: EscrowFact?
  var targetID: String?

  /// - Throws: `JobFactsError`.
  mutating func add(_ event: JobEvent) throws(JobFactsError) {
    source = event.source ?? source
    targetID = event.targetID ?? targetID
    switch event.kind {
    case .sourceImported: imported = try event.facts(as: SourceImported.self)
    case .scopeEvaluated: scope = try event.facts(as: ScopeEvaluated.self)
    case .matchQueried: if let query = try event.facts(as: MatchQueried.self) { queries.append(query) }
    case .mappingEvaluated: mapping = try event.facts(as: MappingEvaluated.self)
    case .decisionMade:
      if let decision = try event.facts(as: DecisionMade.self) { decisions.append(decision) }
    case .exportRequested:
      if let request = try event.facts(as: ExportRequested.self) { requests.append(request) }
    case .exportAnswered:
      guard let answer = try event.facts(as: ExportAnswered.self) else { return }
      answers.append(answer)
      targetID = answer.targetID ?? targetID
    case .changeCompleted:
      completed = try event.facts(as: ChangeCompleted.self)
      targetID = completed?.targetID ?? targetID
    case .escrowOpened: escrow = try event.facts(as: EscrowOpened.self)?.escrow
    case .escrowRetried: escrow = try event.facts(as: EscrowRetried.self)?.escrow
    default: break
    }
  }

  var type: String { source?.type ?? "" }

  /// The action that the change's last decision was for.
  var action: ProvisioningAction {
    completed?.action ?? decisions.last?.action ?? ProvisioningAction.none
  }

  /// What mappings gave, by target attribute.
  var mapped: JSONObject {
    JSONObject(
      (mapping?.flows ?? []).compactMap { flow in flow.value.map { (flow.attribute, $0) } })
  }

  /// The target's resource as it was found.
  var resource: JSONObject? {
    queries.last { $0.count == 1 }?.resources.first
  }

  func displayName(_ fallback: JSONObject?) -> String {
    imported.flatMap { LogText.displayName($0.attributes) } ?? fallback.flatMap { LogText.displayName($0) }
      ?? LogText.displayName(mapped) ?? resource.flatMap { LogText.displayName($0) } ?? source?.id ?? ""
  }

  func reportableIdentifier(_ fallback: JSONObject?) -> String {
    imported.flatMap { LogText.reportableIdentifier($0.attributes) }
      ?? fallback.flatMap { LogText.reportableIdentifier($0) } ?? LogText.reportableIdentifier(mapped)
      ?? source?.id ?? ""
  }

  var modified: [DecisionMade.Modification] { decisions.flatMap { $0.modifications(mapping) } }

  /// What became of a failure: when it is tried again.
  var escrowText: String? {
    guard let escrow else { return nil }
    let retries = max(escrow.attempts - 1, 0)
    return
      "This operation was retried \(retries) \(retries == 1 ? "time" : "times"). It will be retried again "
      + "after this date: \(DateTime(microseconds: escrow.nextAttempt))."
  }
}
