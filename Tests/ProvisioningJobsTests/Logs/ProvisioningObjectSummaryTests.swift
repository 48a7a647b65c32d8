import EventLog
import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// Changes in Graph's form.
@Suite struct ProvisioningObjectSummaryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var events: [JobEvent]
    var action: String
    var status: String
    var errorCode: String?
    var steps: [String]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "created", events: ChangeFixtures.created, action: "create", status: "success",
      steps: [
        "import EntryImportAdd success", "scoping EntrySynchronizationScoping success",
        "matching EntryImport success", "matching EntrySynchronizationAdd success",
        "export EntryExportAdd success",
      ]),
    Case(
      name: "failed", events: ChangeFixtures.failed, action: "create", status: "failure",
      errorCode: "EntryConflict",
      steps: [
        "import EntryImportAdd success", "scoping EntrySynchronizationScoping success",
        "matching EntryImport success", "matching EntrySynchronizationAdd success",
        "export EntryExportAdd failure",
      ]),
    Case(
      name: "skipped", events: ChangeFixtures.skipped, action: "other", status: "skipped",
      errorCode: "NotEffectivelyEntitled",
      steps: [
        "import EntryImportAdd success", "scoping EntrySynchronizationScoping skipped",
        "export EntrySynchronizationSkip skipped",
      ]),
    Case(
      name: "disabled", events: ChangeFixtures.disabled, action: "disable", status: "success",
      steps: [
        "import EntryImportUpdate success", "scoping EntrySynchronizationScoping skipped",
        "matching EntryImport success", "processing EntrySynchronizationUpdate success",
        "export EntryExportUpdateSoftDelete success",
      ]),
    Case(
      name: "deleted", events: ChangeFixtures.deleted, action: "delete", status: "success",
      steps: [
        "import EntryImportDelete success", "processing EntrySynchronizationDelete success",
        "export EntryExportDelete success",
      ]),
    Case(
      name: "ambiguous", events: ChangeFixtures.ambiguous, action: "other", status: "failure",
      errorCode: "DuplicateTargetEntries",
      steps: [
        "import EntryImportAdd success", "scoping EntrySynchronizationScoping success",
        "matching EntryImport failure",
      ]),
    Case(
      name: "staged", events: ChangeFixtures.staged, action: "stagedDelete", status: "warning",
      errorCode: "Warning",
      steps: ["import EntryImportDelete success", "processing EntrySynchronizationStagedDelete warning"]),
    Case(
      name: "references", events: ChangeFixtures.references, action: "update", status: "success",
      steps: [
        "referenceResolution EntryReferenceResolution skipped",
        "processing EntrySynchronizationUpdate success", "export EntryExportUpdate success",
        "referenceResolution EntryReferenceResolution success",
      ]),
    Case(
      name: "cut short", events: Array(ChangeFixtures.created.prefix(6)), action: "create", status: "warning",
      errorCode: "Interrupted",
      steps: [
        "import EntryImportAdd success", "scoping EntrySynchronizationScoping success",
        "matching EntryImport success", "matching EntrySynchronizationAdd success",
      ]),
  ]

  @Test(arguments: cases) func `a change has its action, status and steps`(_ wanted: Case) throws {
    let summary = try #require(
      try ProvisioningObjectSummary(wanted.events, context: ChangeFixtures.context))
    #expect(summary.provisioningAction.rawValue == wanted.action)
    #expect(summary.provisioningStatusInfo.status.rawValue == wanted.status)
    #expect(summary.provisioningStatusInfo.errorInformation?.errorCode == wanted.errorCode)
    #expect(
      summary.provisioningSteps.map { "\($0.kind.rawValue) \($0.name) \($0.status.rawValue)" } == wanted.steps
    )
  }

  @Test func `the JSON has Graph's members`() throws {
    let summary = try #require(
      try ProvisioningObjectSummary(ChangeFixtures.created, context: ChangeFixtures.context))
    let json = summary.json
    #expect(
      json.map { $0.name } == [
        "id", "activityDateTime", "tenantId", "jobId", "cycleId", "changeId", "provisioningAction",
        "durationInMilliseconds", "servicePrincipal", "initiatedBy", "sourceSystem", "targetSystem",
        "sourceIdentity", "targetIdentity", "provisioningStatusInfo", "provisioningSteps",
        "modifiedProperties",
      ])
    #expect(json["cycleId"] == .string(EventMaker.id(1).description))
    #expect(json["changeId"] == .string(EventMaker.id(2).description))
    #expect(json["durationInMilliseconds"] == 9)
    #expect(json["initiatedBy"]?.objectValue?["initiatorType"] == "system")
    #expect(json["sourceSystem"]?.objectValue?["displayName"] == "HR")
    #expect(json["sourceIdentity"]?.objectValue?["displayName"] == "Ada")
    #expect(json["sourceIdentity"]?.objectValue?["identityType"] == "User")
    #expect(json["targetIdentity"]?.objectValue?["id"] == "t1")
    #expect(json["provisioningStatusInfo"] == ["status": "success", "errorInformation": .null])
    #expect(
      json["modifiedProperties"] == [
        ["displayName": "userName", "oldValue": .null, "newValue": "ada@example.com"],
        ["displayName": "active", "oldValue": .null, "newValue": "True"],
      ])
    let steps = try #require(json["provisioningSteps"]?.arrayValue).compactMap(\.objectValue)
    #expect(
      steps[0]["description"] == "Received User 'Ada' change of type (Add) from HR")
    #expect(steps[0]["details"]?.objectValue?["employeeId"] == "[Redact]")
    #expect(
      steps[1]["details"] == [
        "Active in the source system": "True", "Assigned to the application": "True",
        "Scope sync all": "False", "User has the required role": "True",
        "Scoping filter evaluation passed": "True", "ScopeEvaluationResult": "{}",
      ])
    #expect(
      steps[3]["description"]
        == """
        User 'Ada' will be created in ThousandEyes (User is active and in scope, but no matching User was found \
        in ThousandEyes)
        """)
  }

  @Test func `a failure says what to do and when it is tried again`() throws {
    let summary = try #require(
      try ProvisioningObjectSummary(ChangeFixtures.failed, context: ChangeFixtures.context))
    #expect(
      summary.provisioningStatusInfo.errorInformation
        == .init(
          errorCode: "EntryConflict", reason: "userName is taken",
          additionalDetails: """
            This operation was retried 0 times. It will be retried again after this date: \
            2026-02-02T08:40:00.000Z.
            """, errorCategory: "nonServiceFailure", recommendedAction: "Change one of the two."))
  }

  @Test func `a skip has numbered reasons`() throws {
    let summary = try #require(
      try ProvisioningObjectSummary(ChangeFixtures.skipped, context: ChangeFixtures.context))
    #expect(
      summary.provisioningSteps.last?.description == """
        The User 'Ada' will be skipped due to the following reasons: 1) It is not assigned. 2) The filter fails.
        """)
    #expect(
      summary.provisioningSteps.last?.details == [
        "SkipReason": "NotEffectivelyEntitled", "ReportableIdentifier": "ada@example.com",
      ])
  }

  @Test func `the target's attributes are shown flat`() throws {
    let summary = try #require(
      try ProvisioningObjectSummary(ChangeFixtures.disabled, context: ChangeFixtures.context))
    #expect(
      summary.provisioningSteps[2].details == [
        "id": "t1", "userName": "ada@example.com", "name.formatted": "Ada", "active": "True",
      ])
    #expect(summary.modifiedProperties == [.init(name: "active", old: true, new: false)])
  }

  @Test func `no events make no summary`() throws {
    #expect(try ProvisioningObjectSummary([], context: ChangeFixtures.context) == nil)
  }

  @Test func `a ledger tells a change whose object was imported before, by its name`() async throws {
    try await withTestJob { job, _ in
      let user = ChangeFixtures.user
      try await job.append(
        SourceImported(
          change: .full, attributes: ["displayName": "Ada", "pin": "4711"], sealed: ["pin"]), user)
      try await job.ledger.append(
        ChangeFixtures.change([
          ChangeFixtures.inScope, ChangeCompleted(action: .none, result: .success),
        ]).map { event in
          var event = event
          event.id = Identifier(high: event.id.high, low: event.id.low | 1 << 40)
          return event
        })
      let summary = try #require(
        try job.ledger.summary(ofChange: EventMaker.id(2), context: ChangeFixtures.context))
      #expect(summary.sourceIdentity.displayName == "Ada")
      #expect(!summary.json.description.contains("4711"))
      #expect(try job.ledger.summary(ofChange: EventMaker.id(3), context: ChangeFixtures.context) == nil)
    }
  }
}
