import LedgerTestKit
import ScimLedger
import Testing

/// The other side's log brought into a ledger with a history, and what it then tells.
@Suite struct LogImportTests {
  /// A record of the asked ledger's story, some seconds after one of its events.
  private func record(
    _ asked: AskedLedger, _ step: String, after seconds: Int64 = 2, _ changes: (inout JSONObject) -> Void
  ) throws -> ProvisioningLogRecord {
    let event = try #require(try asked.ledger.event(at: asked.position(step)))
    let json = LogRecords.summary { record in
      record["id"] = .string("record-\(step)")
      record["activityDateTime"] = .string(
        DateTime(microseconds: event.time.microseconds + seconds * 1_000_000).description)
      record["targetIdentity"] = [
        "id": .string(asked.ana), "displayName": "ana@example.com", "identityType": "User",
      ]
      record["sourceIdentity"] = [
        "id": "e-1", "displayName": "Ana", "identityType": "User",
        "details": ["UserPrincipalName": "ana@example.com"],
      ]
      changes(&record)
    }
    return try ProvisioningLogRecord(json)
  }

  @Test("each record becomes one event, once, and none is lost")
  func once() async throws {
    try await AskedLedger.with { asked in
      let records = try (0..<450).map { number in
        try record(asked, "disable") { $0["id"] = .string("r-\(number)") }
      }
      let before = try asked.ledger.head()
      let first = try await asked.ledger.importProvisioningLog(records + records.prefix(3))
      #expect(first.added.count == 450)
      #expect(first.known == 3)
      #expect(first.differing == [])
      #expect(try asked.ledger.head().rawValue == before.rawValue + 450)
      let second = try await asked.ledger.importProvisioningLog(records)
      #expect(second.added == [])
      #expect(second.known == 450)
      let event = try #require(try asked.ledger.event(at: first.added[0]))
      #expect(event.operation == .importLogRecord)
      #expect(event.importedRecord?.record == records[0].json)
      #expect(event.details?["form"] == "provisioningObjectSummary")
      let report = try await asked.ledger.rebuild { _, _ in }
      #expect(report.wereEqual, "\(report.differences)")
    }
  }

  @Test("a record that says something else under a known id is told of and not kept")
  func differing() async throws {
    try await AskedLedger.with { asked in
      let kept = try await asked.ledger.importProvisioningLog([record(asked, "disable") { _ in }])
      let other = try record(asked, "disable") { $0["provisioningAction"] = "update" }
      let again = try await asked.ledger.importProvisioningLog([other])
      #expect(again.added == [])
      #expect(again.differing.map(\.position) == kept.added)
      var table = other
      table.form = .csv
      #expect(try await asked.ledger.importProvisioningLog([table]).differing == [])
    }
  }

  @Test("no password is kept, nor what only stands beside its name")
  func secrets() async throws {
    try await AskedLedger.with { asked in
      let properties: JSONValue = [
        ["displayName": "password", "oldValue": .null, "newValue": "hunter-2"],
        ["displayName": "title", "oldValue": .null, "newValue": "Clerk"],
      ]
      let plain = try record(asked, "disable") { record in
        record["modifiedProperties"] = properties
        record["sourceIdentity"] = ["id": "e-1", "details": ["password": "hunter-3"]]
      }
      let encoded = try record(asked, "disable") { record in
        record["id"] = "encoded"
        record["modifiedProperties"] = .string(properties.description)
      }
      for position in try await asked.ledger.importProvisioningLog([plain, encoded]).added {
        let text = try #require(try asked.ledger.event(at: position)?.importedRecord?.record.description)
        #expect(!text.contains("hunter"))
        #expect(text.contains("Clerk"))
      }
    }
  }

  @Test("an event and its record lead to one another, and nothing else does")
  func bothWays() async throws {
    try await AskedLedger.with { asked in
      let outcome = try await asked.ledger.importProvisioningLog([
        try record(asked, "disable") { _ in },
        try record(asked, "promote") { $0["provisioningAction"] = "update" },
        try record(asked, "badPath", after: 20) { record in
          record["provisioningAction"] = "update"
          record["provisioningStatusInfo"] = ["status": "failure"]
        },
        try record(asked, "refused") { record in
          record["provisioningAction"] = "create"
          record["provisioningStatusInfo"] = ["status": "success"]
          record["targetIdentity"] = .null
          record["sourceIdentity"] = ["id": "e-3", "displayName": "Ana", "identityType": "User"]
        },
      ])
      let pairs = zip(["disable", "promote", "badPath", "refused"], outcome.added)
      for (step, position) in pairs {
        let event = try #require(try asked.ledger.event(at: asked.position(step)))
        let here = try #require(try asked.ledger.correlation(of: event), "\(step)")
        #expect(here.record?.position == position, "\(step)")
        #expect(here.standing == (step == "refused" ? .disagreeing : .matched))
        let imported = try #require(try asked.ledger.event(at: position))
        #expect(try asked.ledger.correlation(of: imported)?.changes.map(\.position) == [asked.position(step)])
      }
      for step in ["createAna", "createBen", "search", "leave"] {
        let event = try #require(try asked.ledger.event(at: asked.position(step)))
        #expect(try asked.ledger.correlation(of: event) == nil)
      }
      let whole = try asked.ledger.correlation()
      #expect(whole.count(.matched) == 3)
      #expect(whole.count(.disagreeing) == 1)
      // Within the time that the records cover: the unchanged one, and the group.
      #expect(
        Set(whole.entries.filter { $0.standing == .onlyLedger }.flatMap { $0.changes.map(\.position) })
          == [asked.position("createStaff"), asked.position("again")])
    }
  }

  @Test("an explanation has the provider's side: of the change, and of what came last")
  func explained() async throws {
    try await AskedLedger.with { asked in
      _ = try await asked.ledger.importProvisioningLog([
        try record(asked, "disable") { _ in },
        try record(asked, "badPath", after: 4000) { record in
          record["provisioningAction"] = "other"
          record["provisioningSteps"] = []
          record["provisioningStatusInfo"] = [
            "status": "skipped",
            "errorInformation": [
              "errorCode": "NotEffectivelyEntitled",
              "reason": "This object is not assigned to the application.",
            ],
          ]
        },
      ])
      let found = try asked.ledger.explanation(of: Selector("ana@example.com"))
      #expect(
        found.reasons.map(\.kind) == [.disabled, .refused, .unchanged, .toldByProvider, .skippedAtProvider])
      let told = found.reasons[3]
      #expect(told.text.contains("it disabled User 'Ana'"))
      #expect(told.text.hasSuffix("Here that is event \(asked.position("disable"))."))
      #expect(told.event?.operation == .importLogRecord)
      #expect(found.reasons[4].text.contains("NotEffectivelyEntitled, This object is not assigned"))
      #expect(found.reasons[4].remedy?.contains("Assign the person") == true)
      #expect(try asked.ledger.explanation(of: Selector("ben@example.com")).reasons.map(\.kind) == [.deleted])
    }
  }

  static let absences: [(status: String, action: String, kind: Explanation.Kind)] = [
    ("skipped", "other", .skippedAtProvider), ("success", "create", .neverArrived),
    ("warning", "stagedDelete", .heldBackAtProvider),
  ]

  @Test("of somebody who never came the provider's reason is the first", arguments: absences)
  func absent(_ status: String, _ action: String, _ kind: Explanation.Kind) async throws {
    try await AskedLedger.with { asked in
      _ = try await asked.ledger.importProvisioningLog([
        try record(asked, "promote") { record in
          record["provisioningAction"] = .string(action)
          record["provisioningSteps"] = []
          record["targetIdentity"] = .null
          record["sourceIdentity"] = [
            "id": "e-99", "displayName": "Kim", "identityType": "User",
            "details": ["UserPrincipalName": "kim@example.com"],
          ]
          record["provisioningStatusInfo"] = ["status": .string(status)]
        }
      ])
      for selector in ["Kim@example.com", "externalId=e-99"] {
        let found = try asked.ledger.explanation(of: Selector(selector))
        #expect(found.state == .unknown)
        #expect(found.reasons.map(\.kind) == [kind])
        #expect(found.reasons[0].event?.operation == .importLogRecord)
      }
      let nobody = try asked.ledger.explanation(of: Selector("nobody@example.com"))
      #expect(nobody.reasons.map(\.kind) == [.neverSeen])
    }
  }

  @Test(
    "what this ledger exports in Entra's form comes back and goes with the events it came from, every one")
  func roundTrip() async throws {
    try await AskedLedger.with { asked in
      var text = ""
      try asked.ledger.export(EventQuery(), as: .entra) { text += $0 }
      let records = try text.split(separator: "\n").map { line in
        try ProvisioningLogRecord(try #require(try JSONValue(parsing: Array(line.utf8)).objectValue))
      }
      let outcome = try await asked.ledger.importProvisioningLog(records)
      #expect(outcome.added.count == records.count)
      let correlation = try asked.ledger.correlation()
      #expect(correlation.entries.count == records.count)
      #expect(correlation.count(.matched) == records.count)
      for (record, entry) in zip(records, correlation.entries) {
        let change = try #require(entry.changes.first)
        #expect(record.summary.id == change.eventID.description)
      }
      var lines: [Substring] = []
      try asked.ledger.export(EventQuery(), as: .jsonl) { lines += $0.split(separator: "\n") }
      let last = try JSONValue(parsing: Array(try #require(lines.last).utf8)).objectValue
      #expect(last?["importedRecord"] == records.last.map { .object($0.json) })
      // The records themselves are nobody's provisioning.
      var again = ""
      try asked.ledger.export(EventQuery(), as: .entra) { again += $0 }
      #expect(again == text)
    }
  }

  @Test("records that were brought in replay as the facts that they are")
  func replayed() async throws {
    try await AskedLedger.with { asked in
      _ = try await asked.ledger.importProvisioningLog([try record(asked, "disable") { _ in }])
      let head = try asked.ledger.head()
      let event = try #require(try asked.ledger.event(at: head))
      #expect(try EventCodec.event(stored(EventCodec.draft(event), at: head)) == event)
      #expect(try asked.ledger.timeline(of: Selector("ana@example.com")).entries.count == 5)
    }
  }

  private func stored(_ draft: RecordDraft, at position: Position) -> Record {
    Record(
      position: position, eventID: draft.eventID, time: draft.time, kind: draft.kind, stream: draft.stream,
      previous: draft.previous, sections: draft.sections)
  }
}
