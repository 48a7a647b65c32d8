import EventLog
import JSONTape
import Provisioning
import ProvisioningJobs

/// Changes as a cycle makes them, for both forms of the log.
enum ChangeFixtures {
  static let context = LogContext(
    tenantID: "tenant", jobID: "example", source: .init(id: "hr", displayName: "HR"),
    target: .init(id: "app", displayName: "ThousandEyes"))

  static let user = SourceKey.user("u1")
  static let failure: JSONObject = [
    "code": "EntryConflict", "reason": "userName is taken", "status": 409, "category": "nonServiceFailure",
    "recommendedAction": "Change one of the two.",
  ]

  static func change(_ facts: [any JobFacts]) -> [JobEvent] {
    var maker = EventMaker()
    maker.cycle = EventMaker.id(1)
    maker.change = EventMaker.id(2)
    return facts.map { make($0, &maker) }
  }

  private static func make(_ facts: some JobFacts, _ maker: inout EventMaker) -> JobEvent {
    maker.make(facts, user)
  }

  static let imported = SourceImported(
    change: .full, isNew: true,
    attributes: [
      "userPrincipalName": "ada@example.com", "displayName": "Ada", "employeeId": "[Redact]",
    ], changed: ["displayName"], sealed: ["employeeId"])
  static let inScope = ScopeEvaluated(
    evaluation: [
      "isInScope": true, "isActive": true, "isAssigned": true, "syncsAll": false, "hasRequiredRole": true,
      "passesFilter": true, "filter": [:], "reasons": [],
    ], isInScope: true, isEntitled: true)
  static let outOfScope = ScopeEvaluated(
    evaluation: [
      "isInScope": false, "isActive": true, "isAssigned": false, "syncsAll": false, "hasRequiredRole": true,
      "passesFilter": false, "filter": ["holds": false],
      "reasons": ["1) It is not assigned.", "2) The filter does not hold."],
    ], isInScope: false, isEntitled: false)
  static let notFound = MatchQueried(
    method: "GET", path: "/Users", query: "filter=x", attribute: "userName", value: "ada@example.com",
    status: 200, count: 0)
  static let found = MatchQueried(
    method: "GET", path: "/Users/t1", status: 200, count: 1,
    resources: [["id": "t1", "userName": "ada@example.com", "name": ["formatted": "Ada"], "active": true]])
  static let mapped = MappingEvaluated(
    flows: [
      .init(attribute: "userName", outcome: .value, value: "ada@example.com"),
      .init(attribute: "active", outcome: .value, value: true),
    ], inputs: ["userPrincipalName": "ada@example.com", "IsSoftDeleted": "False"])

  static let created = change([
    imported, inScope, notFound, mapped,
    DecisionMade(action: .create, texts: ["It is in scope."]),
    ExportRequested(method: "POST", path: "/Users", body: ["userName": "ada@example.com"]),
    ExportAnswered(status: 201, targetID: "t1", microseconds: 1500),
    ChangeCompleted(
      action: .create, result: .success, targetID: "t1", link: .set(.init(targetID: "t1")),
      microseconds: 9_500),
  ])

  static let failed = change([
    imported, inScope, notFound, mapped,
    DecisionMade(action: .create, modified: [.init(name: "userName", new: "ada@example.com")]),
    ExportRequested(method: "POST", path: "/Users", attempt: 1),
    ExportAnswered(status: 409, failure: failure, microseconds: 1500),
    ChangeCompleted(
      action: .create, result: .failure, errorCode: "EntryConflict", reason: "userName is taken",
      microseconds: 2_000),
    EscrowOpened(
      .init(
        code: "EntryConflict", reason: "userName is taken", attempts: 1, firstFailure: EventMaker.start,
        nextAttempt: EventMaker.start + 21_600_000_000)),
  ])

  static let skipped = change([
    imported, outOfScope,
    DecisionMade(
      action: .skip, reason: "NotEffectivelyEntitled", texts: ["1) It is not assigned.", "The filter fails."]),
    ChangeCompleted(action: .skip, result: .skipped, reason: "It is not assigned."),
  ])

  static let disabled = change([
    SourceImported(change: .partial, attributes: ["displayName": "Ada"]), outOfScope, found, mapped,
    DecisionMade(
      action: .disable, texts: ["It left scope."], modified: [.init(name: "active", old: true, new: false)]),
    ExportRequested(method: "PATCH", path: "/Users/t1"),
    ExportAnswered(status: 200, microseconds: 10),
    ChangeCompleted(
      action: .disable, result: .success, targetID: "t1", link: .set(.init(targetID: "t1", isDisabled: true))),
  ])

  static let deleted = change([
    SourceImported(change: .missing, attributes: ["displayName": "Ada"]),
    DecisionMade(action: .delete, texts: ["It is gone from the source."]),
    ExportRequested(method: "DELETE", path: "/Users/t1"),
    ExportAnswered(status: 204, microseconds: 10),
    ChangeCompleted(action: .delete, result: .success, targetID: "t1", link: .removed),
  ])

  static let ambiguous = change([
    imported, inScope,
    MatchQueried(
      method: "GET", path: "/Users", attribute: "userName", value: "ada@example.com", status: 200, count: 2,
      resources: [["id": "t1"], ["id": "t2"]]),
    ChangeCompleted(
      action: .none, result: .failure, errorCode: "DuplicateTargetEntries", reason: "2 resources match"),
  ])

  static let staged = change([
    SourceImported(change: .missing, attributes: ["displayName": "Ada"]),
    DecisionMade(action: .stagedDelete, texts: ["12 of at most 10."]),
    DeletionStaged(action: .delete, targetID: "t1"),
    ChangeCompleted(action: .stagedDelete, result: .warning, targetID: "t1", reason: "12 of at most 10."),
  ])

  static let references = change([
    ReferencesDeferred(attribute: "members", ids: ["u7", "u8"]),
    DecisionMade(action: .update, modified: [.init(name: "members", new: "t3")]),
    ExportRequested(method: "PATCH", path: "/Groups/t9"),
    ExportAnswered(status: 204, microseconds: 10),
    ReferencesExported(attribute: "members", added: ["u3"]),
    ChangeCompleted(action: .update, result: .success, targetID: "t9", dueLeft: .init(references: true)),
  ])
}
