import EventLog
import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// Changes and administration in the older form.
@Suite struct AuditTrailTests {
  private func entries(_ events: [JobEvent]) throws -> [AuditEntry] {
    var trail = AuditTrail(context: ChangeFixtures.context)
    return try events.compactMap { try trail.entry($0) }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var events: [JobEvent]
    var entries: [String]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "created", events: ChangeFixtures.created,
      entries: [
        "Import success: Received User 'Ada' from HR",
        "Import success: No User that matches User 'Ada' was found in ThousandEyes",
        "Synchronization rule action success: User 'Ada' will be created in ThousandEyes. It is in scope.",
        "Export success: User 'Ada' was created in ThousandEyes",
      ]),
    Case(
      name: "failed", events: ChangeFixtures.failed,
      entries: [
        "Import success: Received User 'Ada' from HR",
        "Import success: No User that matches User 'Ada' was found in ThousandEyes",
        "Synchronization rule action success: User 'Ada' will be created in ThousandEyes. ",
        "Export failure: User 'Ada' was not created in ThousandEyes: userName is taken",
        """
        Process escrow failure: userName is taken This operation was retried 0 times. It will be retried again \
        after this date: 2026-02-02T08:40:00.000Z.
        """,
      ]),
    Case(
      name: "skipped", events: ChangeFixtures.skipped,
      entries: [
        "Import success: Received User 'Ada' from HR",
        """
        Synchronization rule action success: User 'Ada' will be skipped: 1) It is not assigned. 2) The filter \
        fails.
        """,
      ]),
    Case(
      name: "disabled", events: ChangeFixtures.disabled,
      entries: [
        "Import success: Received User 'Ada' from HR",
        "Import success: Retrieved User 'Ada' from ThousandEyes",
        "Synchronization rule action success: User 'Ada' will be disabled in ThousandEyes. It left scope.",
        "Export success: User 'Ada' was disabled in ThousandEyes",
      ]),
    Case(
      name: "staged", events: ChangeFixtures.staged,
      entries: [
        "Import success: Received User 'Ada' from HR",
        """
        Synchronization rule action success: User 'Ada' will be staged for deletion in ThousandEyes. 12 of at \
        most 10.
        """,
        """
        Synchronization rule action success: User 'Ada' will not be disabled or deleted until an administrator \
        allows it
        """,
      ]),
  ]

  @Test(arguments: cases) func `a change reads Import, rule, Export`(_ wanted: Case) throws {
    let found = try entries(wanted.events).map {
      "\($0.activity.rawValue) \($0.isSuccess ? "success" : "failure"): \($0.resultReason)"
    }
    #expect(found == wanted.entries)
  }

  @Test func `an entry has directoryAudit's members, and values are JSON within strings`() throws {
    let rule = try #require(try entries(ChangeFixtures.disabled).dropFirst(2).first)
    let json = rule.json
    #expect(json["category"] == "ProvisioningManagement")
    #expect(json["loggedByService"] == "Account Provisioning")
    #expect(json["activityDisplayName"] == "Synchronization rule action")
    #expect(json["correlationId"] == .string(EventMaker.id(1).description))
    #expect(json["initiatedBy"] == ["app": ["displayName": "Account Provisioning"], "user": .null])
    #expect(
      json["targetResources"]?.arrayValue?.first == [
        "id": "u1", "displayName": "Ada", "type": "User",
        "modifiedProperties": [["displayName": "active", "oldValue": "true", "newValue": "false"]],
      ])
    let created = try #require(try entries(ChangeFixtures.created).last)
    #expect(
      created.targetResources.first?.json["modifiedProperties"]?.arrayValue?.first == [
        "displayName": "userName", "oldValue": .null, "newValue": "\"ada@example.com\"",
      ])
    #expect(created.additionalDetails.map(\.value) == ["POST /Users"])
  }

  @Test func `what administrators do is in the log too`() throws {
    let wanted: [(any JobFacts, String)] = [
      (JobCreated(name: "example"), "Add provisioning configuration"),
      (JobConfigured(hash: "h", job: [:], schema: [:], actor: "admin"), "Update attribute mappings or scope"),
      (JobPaused(actor: "admin"), "Disable/pause provisioning configuration"),
      (JobResumed(), "Enable/start provisioning configuration"),
      (JobRestarted(scopes: RestartScope.standard), "Enable/restart provisioning configuration"),
      (DeletionsAllowed(), "Enable/restart provisioning configuration"),
      (DeletionsRejected(reason: "wrong"), "Other"),
      (ConnectionTested(passed: false, code: "Unauthorized", reason: "401"), "Other"),
      (QuarantineEntered(reason: .tooManyDeletes, message: "12 of 10"), "Quarantine"),
      (QuarantineLeft(), "Quarantine"),
    ]
    var maker = EventMaker()
    for (facts, activity) in wanted {
      let entry = try #require(try entries([make(facts, &maker)]).first)
      #expect(entry.activity.rawValue == activity)
      #expect(entry.targetResources.first?.type == "ServicePrincipal")
    }
    let restart = try #require(
      try entries([make(JobRestarted(scopes: RestartScope.standard, actor: "admin"), &maker)]).first)
    #expect(restart.json["initiatedBy"] == ["app": .null, "user": ["displayName": "admin"]])
    #expect(
      restart.json["additionalDetails"] == [
        ["key": "ResetScope", "value": "Escrows, Watermark, QuarantineState"]
      ])
    #expect(try entries([maker.startCycle(1)]).isEmpty)
  }

  private func make(_ facts: some JobFacts, _ maker: inout EventMaker) -> JobEvent { maker.make(facts) }

  @Test func `a run of the log is told in order`() async throws {
    try await withTestJob { job, _ in
      try await job.append(JobPaused(actor: "admin"))
      try await job.append(
        SourceImported(change: .full, attributes: ["displayName": "Ada", "pin": "4711"], sealed: ["pin"]),
        ChangeFixtures.user)
      let entries = try job.ledger.auditEntries(from: Position(1), limit: 9, context: ChangeFixtures.context)
      #expect(entries.map(\.activity) == [.addConfiguration, .pause, .import])
      #expect(!entries.map(\.json.description).joined().contains("4711"))
    }
  }
}
