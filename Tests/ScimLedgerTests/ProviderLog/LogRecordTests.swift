import ScimLedger
import Testing

@Suite struct LogRecordTests {
  @Test("a record says the same in each shape that Graph and its tools give it", arguments: LogRecords.shapes)
  func shapes(_ name: String, _ json: JSONObject) throws {
    let record = try ProvisioningLogRecord(json)
    let summary = record.summary
    #expect(record.form == .provisioningObjectSummary)
    #expect(summary.id == "5a1f8f0e-0001-4000-8000-000000000001")
    #expect(summary.activityDateTime == 1_770_003_900_123_456)
    #expect(summary.tenantID == "t-1")
    #expect(summary.jobID == "thousandeyes.t-1.job")
    #expect(summary.cycleID == "c-2")
    #expect(summary.changeID == "ch-7")
    #expect(summary.provisioningAction == .disable)
    #expect(summary.durationInMilliseconds == 412)
    #expect(summary.initiatedBy.type == "system")
    #expect(summary.sourceSystem.displayName == "Microsoft Entra ID")
    #expect(summary.targetSystem.displayName == "customappsso")
    #expect(summary.sourceIdentity.id == LogRecords.source)
    #expect(summary.targetIdentity.id == LogRecords.target)
    #expect(summary.provisioningStatusInfo.status == .success)
    #expect(summary.provisioningStatusInfo.errorInformation == nil)
    #expect(summary.provisioningSteps.map(\.kind) == [.import, .scoping, .export])
    #expect(summary.provisioningSteps[0].details["accountEnabled"] == "False")
    #expect(summary.modifiedProperties.map(\.old) == ["True"])
    #expect(summary.modifiedProperties.map(\.new) == ["False"])
    #expect(summary.saysRequestWasSent)
    #expect(summary.objectName == "Ana")
  }

  @Test("an activity of the older audit log is a record of one step, its values decoded twice")
  func audit() throws {
    let record = try ProvisioningLogRecord(LogRecords.audit)
    let summary = record.summary
    #expect(record.form == .directoryAudit)
    #expect(summary.provisioningAction == .disable)
    #expect(summary.cycleID == "c-2")
    #expect(summary.provisioningSteps.map(\.name) == ["EntryExportUpdateSoftDelete"])
    #expect(summary.provisioningSteps.map(\.kind) == [.export])
    #expect(summary.sourceIdentity.id == LogRecords.source)
    #expect(summary.targetSystem.displayName == "Contoso")
    #expect(summary.modifiedProperties.map(\.old) == ["True", "Clerk"])
    #expect(summary.modifiedProperties.map(\.new) == ["False", nil])
    #expect(summary.saysRequestWasSent)
  }

  static let notSent: [(action: JSONValue, status: JSONValue, step: JSONValue?, isSent: Bool)] = [
    ("create", "success", nil, true), ("create", "failure", nil, true), ("update", "skipped", nil, false),
    ("other", "success", nil, false), ("stagedDelete", "success", "export", false),
    ("StagedDelete", "warning", nil, false), ("update", "success", "export", true),
    ("create", "failure", "matching", false), ("newAction", "success", nil, false),
  ]

  @Test("a record says whether a request was sent", arguments: notSent)
  func sent(_ action: JSONValue, _ status: JSONValue, _ step: JSONValue?, _ isSent: Bool) throws {
    let json = LogRecords.summary { record in
      record["provisioningAction"] = action
      record["provisioningStatusInfo"] = ["status": status]
      record["provisioningSteps"] = .array(
        step.map { [["name": "x", "provisioningStepType": $0, "status": status]] } ?? [])
    }
    #expect(try ProvisioningLogRecord(json).summary.saysRequestWasSent == isSent)
  }

  @Test("what a record leaves out is empty, and a skip has its reason")
  func sparse() throws {
    let sparse = try ProvisioningLogRecord(
      [
        "changeId": "ch-1", "activityDateTime": "2026-02-02T03:45:00Z", "provisioningAction": "other",
        "provisioningStatusInfo": [
          "status": "skipped",
          "errorInformation": [
            "errorCode": "NotEffectivelyEntitled", "reason": "1) This object is not assigned.",
            "recommendedAction": .null,
          ],
        ],
        "targetIdentity": .null, "provisioningSteps": .null, "servicePrincipal": [],
      ]
    ).summary
    #expect(sparse.id == "ch-1")
    #expect(sparse.targetIdentity.id == "")
    #expect(sparse.provisioningStatusInfo.errorInformation?.errorCode == "NotEffectivelyEntitled")
    #expect(sparse.provisioningStatusInfo.errorInformation?.recommendedAction == nil)
    let untold = try ProvisioningLogRecord(
      LogRecords.summary { record in
        record["provisioningStatusInfo"] = nil
      }
    ).summary
    #expect(untold.provisioningStatusInfo.status == .success)
  }

  static let times: [(text: JSONValue, microseconds: Int64?)] = [
    ("2026-02-02T03:45:00.1234567Z", 1_770_003_900_123_456), ("2026-02-02T03:45:00Z", 1_770_003_900_000_000),
    ("2026-02-02 03:45:00", 1_770_003_900_000_000), ("2026-02-02T05:45:00+02:00", 1_770_003_900_000_000),
    ("/Date(1770003900123)/", 1_770_003_900_123_000), ("yesterday", nil), ("0001-01-01T00:00:00Z", nil),
    (17, nil), ("", nil),
  ]

  @Test("times are read as they are written, to the microsecond", arguments: times)
  func time(_ text: JSONValue, _ microseconds: Int64?) {
    let json = LogRecords.summary { $0["activityDateTime"] = text }
    #expect((try? ProvisioningLogRecord(json))?.summary.activityDateTime == microseconds)
  }

  static let senseless: [(member: String, value: JSONValue?, path: String)] = [
    ("activityDateTime", nil, ""), ("durationInMilliseconds", -1, "durationInMilliseconds"),
    ("durationInMilliseconds", "soon", "durationInMilliseconds"),
    ("provisioningStatusInfo", ["status": "splendid"], "provisioningStatusInfo.status"),
    ("provisioningStatusInfo", "{not JSON", "provisioningStatusInfo"),
    ("provisioningSteps", [["name": "x", "status": "no"]], "provisioningSteps[0].status"),
    ("provisioningSteps", [7], "provisioningSteps[0]"), ("provisioningSteps", 7, "provisioningSteps"),
    ("targetIdentity", [3], "targetIdentity[0]"), ("jobId", [:], "jobId"),
    ("modifiedProperties", [["newValue": "x"]], "modifiedProperties[0].displayName"),
  ]

  @Test("what makes no sense is refused, and named", arguments: senseless)
  func refused(_ member: String, _ value: JSONValue?, _ path: String) {
    let json = LogRecords.summary { $0[member] = value }
    let error = #expect(throws: LogRecordError.self) { try ProvisioningLogRecord(json) }
    #expect(error?.path == path)
    #expect(error?.reason.isEmpty == false)
  }

  @Test("neither id nor action is a record of another log")
  func foreign() {
    #expect(throws: LogRecordError.self) {
      try ProvisioningLogRecord(LogRecords.summary { ($0["id"], $0["changeId"]) = (nil, nil) })
    }
    #expect(throws: LogRecordError.self) {
      try ProvisioningLogRecord(["id": "1", "activityDateTime": "2026-02-02T03:45:00Z"])
    }
    #expect(throws: LogRecordError.self) {
      var audit = LogRecords.audit
      audit["loggedByService"] = "Core Directory"
      _ = try ProvisioningLogRecord(audit)
    }
  }

  @Test("a record that this package writes reads as it was")
  func roundTrip() throws {
    let summary = try ProvisioningLogRecord(LogRecords.summary()).summary
    let again = try ProvisioningObjectSummary(reading: summary.json)
    #expect(again.json == summary.json)
  }
}
