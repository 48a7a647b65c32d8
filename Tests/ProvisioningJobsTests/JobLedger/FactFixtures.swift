import EventLog
import JSONTape
import Provisioning
import Testing

/// One example of each kind's facts, with all of its members, and those whose stored form has more shapes.
enum FactFixtures {
  static let all: [Fixture] = administration + cycles + objects + exports + waiting

  struct Fixture: Sendable, CustomTestStringConvertible {
    var name: String
    var facts: any JobFacts
    var testDescription: String { name }

    init(_ name: String, _ facts: any JobFacts) {
      self.name = name
      self.facts = facts
    }
  }

  private static let failure: JSONObject = [
    "code": "EntryConflict", "reason": "userName is taken", "status": 409,
  ]
  private static let escrow = EscrowFact(
    code: "Timeout", reason: "no answer in time", attempts: 2, firstFailure: 1_770_000_000_000_000,
    nextAttempt: 1_770_021_600_000_000)

  private static let administration: [Fixture] = [
    .init("jobCreated", JobCreated(name: "example")),
    .init(
      "configured",
      JobConfigured(hash: "abc", job: ["name": "example"], schema: ["version": "1"], actor: "admin")),
    .init(
      "connectionTested",
      ConnectionTested(
        passed: false, code: "Unauthorized", reason: "401",
        requests: [["method": "GET", "path": "/Users", "status": 401]])),
    .init("connectionTested passed", ConnectionTested(passed: true)),
    .init("jobPaused", JobPaused(reason: "maintenance", actor: "admin")),
    .init("jobResumed", JobResumed(actor: "admin")),
    .init("jobRestarted", JobRestarted(scopes: RestartScope.standard, actor: "admin")),
    .init("deletionsAllowed", DeletionsAllowed(actor: "admin")),
    .init("deletionsRejected", DeletionsRejected(reason: "wrong filter", actor: "admin")),
    .init(
      "quarantineEntered",
      QuarantineEntered(reason: .tooManyDeletes, message: "12 of 10", nextAttempt: 1_770_086_400_000_000)),
    .init("quarantineLeft", QuarantineLeft()),
  ]

  private static let cycles: [Fixture] = [
    .init(
      "cycleStarted",
      CycleStarted(
        cycle: .incremental, watermark: "w1", configuration: "abc", seed: .max, now: 1_770_000_000_000_000,
        forcesDeletions: true)),
    .init("cycleContinued", CycleContinued(reason: "the process was stopped")),
    .init("cycleEnded", cycleEnded),
    .init(
      "sourceRead",
      SourceRead(
        changes: 3, problems: [SourceProblem(place: "users.jsonl:4", reason: "not JSON")], continuation: "p2",
        watermark: "w2", isSnapshot: true, isLast: true)),
  ]

  private static var cycleEnded: CycleEnded {
    var counts = CycleCounts()
    counts.imported = 10
    counts.importedDeltas = 9
    counts.importedReferenceDeltas = 8
    counts.entitled = 7
    counts.entitledForProvisioning = 6
    counts.exported = 5
    counts.exports = 4
    counts.escrowed = 3
    counts.escrowedRaw = 2
    counts.add(.create, .success)
    counts.add(.create, .success)
    counts.add(.skip, .skipped)
    counts.add(.update, .failure)
    return CycleEnded(
      state: .entryLevelErrors, counts: counts, watermark: "w2",
      error: JobError(code: "Timeout", message: "late"),
      prunesEscrows: true)
  }

  private static let objects: [Fixture] = [
    .init(
      "sourceImported",
      SourceImported(
        change: .partial, isNew: true, attributes: ["displayName": "Ada", "employeeId": "4711", "level": 3],
        isSoftDeleted: true, references: ["manager": ["u2"]],
        referenceChanges: ["members": ReferenceDelta(added: ["u3"], removed: ["u4"])],
        changed: ["displayName"],
        due: .init(object: true, references: true, isDeleted: true, isDeletionAllowed: true))),
    .init(
      "sourceImported sealed",
      SourceImported(change: .full, attributes: ["pin": ["$sealed": "AAAA"]], sealed: ["pin"])),
    .init("sourceImported missing", SourceImported(change: .missing, attributes: [:])),
    .init(
      "scopeEvaluated",
      ScopeEvaluated(evaluation: ["isActive": true, "reasons": []], isInScope: true, isEntitled: true)),
    .init(
      "matchQueried",
      MatchQueried(
        method: "GET", path: "/Users", query: "filter=userName%20eq%20%22a%22", attribute: "userName",
        value: "a", status: 200, count: 1, resources: [["id": "t1", "userName": "a"]], microseconds: 900)),
    .init("matchQueried failed", MatchQueried(method: "GET", path: "/Users/t1", failure: failure)),
    .init(
      "mappingEvaluated",
      MappingEvaluated(
        flows: [
          .init(attribute: "active", outcome: .value, value: true),
          .init(attribute: "nickName", outcome: .nothing),
        ], inputs: ["IsSoftDeleted": "False", "nick": .null], ignoresObject: true,
        failure: ["attribute": "title", "reason": "not a number"])),
    .init(
      "decisionMade",
      DecisionMade(
        action: .disable, reason: "NotEffectivelyEntitled", texts: ["It is not assigned."],
        modified: [.init(name: "active", old: true, new: false), .init(name: "title", old: "x")])),
  ]

  private static let exports: [Fixture] = [
    .init(
      "exportRequested",
      ExportRequested(
        method: "PATCH", path: "/Users/t1", query: "a=b", body: ["active": false], attempt: 2)),
    .init("exportAnswered", ExportAnswered(status: 201, targetID: "t1", microseconds: 1200, attempt: 1)),
    .init(
      "exportAnswered failed", ExportAnswered(status: 409, failure: failure, microseconds: 10, attempt: 3)),
    .init("referencesDeferred", ReferencesDeferred(attribute: "members", ids: ["u1"])),
    .init("referencesExported", ReferencesExported(attribute: "members", added: ["u1"], removed: ["u2"])),
    .init(
      "changeCompleted",
      ChangeCompleted(
        action: .create, result: .success, targetID: "t1",
        link: .set(.init(targetID: "t1", isDisabled: true)),
        dueLeft: .init(references: true), errorCode: "Timeout", reason: "late", microseconds: 5000)),
    .init(
      "changeCompleted unlinked",
      ChangeCompleted(action: .delete, result: .warning, link: .removed, microseconds: 1)),
    .init("changeCompleted unchanged", ChangeCompleted(action: .skip, result: .skipped)),
  ]

  private static let waiting: [Fixture] = [
    .init("escrowOpened", EscrowOpened(escrow)),
    .init("escrowRetried", EscrowRetried(escrow)),
    .init("escrowClosed", EscrowClosed()),
    .init("escrowExpired", EscrowExpired()),
    .init("deletionStaged", DeletionStaged(action: .delete, targetID: "t1")),
  ]
}
