import EventLog
import JSONTape
import Provisioning

extension AuditTrail {
  /// What an administrator or the job itself did to the job.
  func administrative(_ event: JobEvent) throws(JobFactsError) -> AuditEntry? {
    let actor = event.facts["actor"]?.stringValue
    func entry(
      _ activity: AuditEntry.Activity, _ reason: String, isSuccess: Bool = true,
      _ details: [(key: String, value: String)] = []
    ) -> AuditEntry {
      AuditEntry(
        id: event.id.description, activityDateTime: event.time, activity: activity,
        correlationID: (event.cycle ?? event.id).description, isSuccess: isSuccess, resultReason: reason,
        initiator: actor ?? "Account Provisioning", isUserInitiated: actor != nil,
        targetResources: [
          .init(id: context.target.id, displayName: context.target.displayName, type: "ServicePrincipal")
        ], additionalDetails: details)
    }
    switch event.kind {
    case .jobCreated:
      return entry(.addConfiguration, "The job \(event.facts["name"]?.stringValue ?? "") was made")
    case .configured:
      let hash = event.facts["hash"]?.stringValue ?? ""
      return entry(.updateMappings, "Another configuration is in force", [("Configuration", hash)])
    case .connectionTested:
      guard let facts = try event.facts(as: ConnectionTested.self) else { return nil }
      return entry(
        .other, facts.passed ? "Test Connection passed" : "Test Connection failed: \(facts.reason ?? "")",
        isSuccess: facts.passed, facts.code.map { [("ErrorCode", $0)] } ?? [])
    case .jobPaused:
      let reason = event.facts["reason"]?.stringValue
      return entry(.pause, "The job was paused" + (reason.map { ": \($0)" } ?? ""))
    case .jobResumed: return entry(.start, "The job was resumed")
    case .jobRestarted:
      guard let facts = try event.facts(as: JobRestarted.self) else { return nil }
      let scopes = RestartScope.allCases.filter { facts.scopes.contains($0) }.map(\.rawValue)
      return entry(.restart, "The job was restarted", [("ResetScope", scopes.joined(separator: ", "))])
    case .deletionsAllowed:
      return entry(.restart, "The staged deletions were allowed", [("ResetScope", "ForceDeletes")])
    case .deletionsRejected:
      return entry(.other, "The staged deletions were rejected: \(event.facts["reason"]?.stringValue ?? "")")
    case .quarantineEntered:
      guard let facts = try event.facts(as: QuarantineEntered.self) else { return nil }
      return entry(
        .quarantine, "The job is in quarantine: \(facts.message)", isSuccess: false,
        [("QuarantineReason", facts.reason.rawValue)])
    case .quarantineLeft: return entry(.quarantine, "The job has left quarantine")
    default: return nil
    }
  }
}
