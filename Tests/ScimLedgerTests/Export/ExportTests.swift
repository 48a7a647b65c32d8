import LedgerTestKit
import ScimLedger
import Testing

@Suite struct ExportTests {
  static func lines(
    _ asked: AskedLedger, _ format: ExportFormat, _ step: String? = nil, options: ExportOptions = .init()
  ) throws -> [String] {
    var query = EventQuery()
    if let step { (query.first, query.last) = (asked.position(step), asked.position(step)) }
    var text = ""
    try asked.ledger.export(query, as: format, options: options) { text += $0 }
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }

  static func objects(_ asked: AskedLedger, _ format: ExportFormat, _ step: String? = nil) throws
    -> [JSONObject]
  {
    try lines(asked, format, step).map { line in
      try #require(try JSONValue(parsing: Array(line.utf8)).objectValue)
    }
  }

  @Test("every event is one JSON object with its fields, its properties and its request")
  func jsonLines() async throws {
    try await AskedLedger.with { asked in
      let all = try Self.objects(asked, .jsonl)
      #expect(all.count == Int(try asked.ledger.head().rawValue))
      #expect(all.map { $0["sequence"]?.intValue } == Array(1...all.count))
      let change = try #require(try Self.objects(asked, .jsonl, "disable").first)
      #expect(change["operation"] == "modify")
      #expect(change["userName"] == "ana@example.com")
      #expect(change["cycle"]?.stringValue == AskedLedger.secondCycle.description)
      #expect(change["modifiedProperties"] == [["attribute": "active", "old": true, "new": false]])
      #expect(change["body"]?.objectValue?["Operations"] != nil)
      #expect(change["tolerances"]?.arrayValue?.isEmpty == false)
    }
  }

  @Test("what opens anything is in no form", arguments: ExportFormat.allCases)
  func secrets(_ format: ExportFormat) async throws {
    try await AskedLedger.with { asked in
      let token = try await asked.ledger.issueToken(named: "okta")
      await asked.test.send(
        "POST", "/Users", ["userName": "pat", "externalId": "e-4", "password": "s3cret-never-kept"])
      let event = try #require(try asked.ledger.lastEvents(EventQuery(), limit: 2).first)
      let hash = try #require(event.details?["hash"]?.stringValue)
      let text = try Self.lines(asked, format).joined()
      for secret in [token.secret, hash, "s3cret-never-kept"] { #expect(!text.contains(secret)) }
    }
  }

  @Test("CSV has a line of names, the same number of fields in each line, and quotes where they are needed")
  func csv() async throws {
    try await AskedLedger.with { asked in
      await asked.test.send("POST", "/Users", ["userName": "o\"neil, pat", "externalId": "e-5"])
      let lines = try Self.lines(asked, .csv)
      #expect(lines.count == Int(try asked.ledger.head().rawValue) + 1)
      #expect(lines[0] == EventField.allCases.map(\.name).joined(separator: ","))
      for line in lines {
        // Every second piece between quotation marks stands inside a quoted field.
        let pieces = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        let outside = pieces.filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        #expect(outside.joined().count { $0 == "," } == EventField.allCases.count - 1, "\(line)")
      }
      #expect(lines.last?.contains(#""o""neil, pat""#) == true)
      var options = ExportOptions()
      options.includesHeader = false
      #expect(try Self.lines(asked, .csv, options: options) == Array(lines.dropFirst()))
    }
  }

  @Test("CloudEvents have the attributes that the specification demands, and a sequence that sorts as text")
  func cloudEvents() async throws {
    try await AskedLedger.with { asked in
      let all = try Self.objects(asked, .cloudevents)
      let sequences = all.compactMap { $0["sequence"]?.stringValue }
      #expect(sequences == sequences.sorted())
      #expect(Set(all.compactMap { $0["id"]?.stringValue }).count == all.count)
      for event in all {
        #expect(event["specversion"] == "1.0")
        #expect(event["source"]?.stringValue?.hasPrefix("urn:uuid:") == true)
        #expect(event["type"]?.stringValue?.hasPrefix("scim-ledger.") == true)
        // Names of attributes are lower-case letters and digits (CloudEvents 1.0, naming conventions).
        for member in event {
          #expect(member.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) })
        }
      }
      let leave = try #require(try Self.objects(asked, .cloudevents, "leave").first)
      let deletion = try #require(try Self.objects(asked, .cloudevents, "deleteBen").first)
      #expect(leave["causationid"] == deletion["id"])
      #expect(deletion["subject"]?.stringValue == "Users/\(asked.ben)")
    }
  }

  static let activities: [(step: String, uids: [Int])] = [
    ("createAna", [300_101]), ("createBen", [300_101]), ("refused", [300_101]),
    ("createStaff", [300_606, 300_603, 300_603]), ("search", [300_402]), ("promote", [300_403]),
    ("disable", [300_105]), ("again", [300_403]), ("badPath", [300_403]), ("deleteBen", [300_106]),
    ("leave", [300_604]),
  ]

  @Test(
    "OCSF events have the class and activity of what was done, and what the schema demands",
    arguments: activities)
  func ocsf(_ step: String, _ uids: [Int]) async throws {
    try await AskedLedger.with { asked in
      let events = try Self.objects(asked, .ocsf, step)
      #expect(events.compactMap { $0["type_uid"]?.intValue } == uids)
      let ids = events.compactMap { $0["metadata"]?.objectValue?["uid"]?.stringValue }
      #expect(Set(ids).count == events.count)
      for event in events {
        for name in [
          "activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid",
        ] { #expect(event[name] != nil, "\(name)") }
        let classUID = try #require(event["class_uid"]?.intValue)
        #expect(event["type_uid"]?.intValue == classUID * 100 + (event["activity_id"]?.intValue ?? -1))
        let object = try #require(
          event[[3001: "user", 3004: "entity", 3006: "group"][classUID] ?? ""]?.objectValue)
        #expect(object["uid"] != nil || object["name"] != nil)
        #expect(event["status_id"]?.intValue == (step == "refused" || step == "badPath" ? 2 : 1))
      }
    }
  }

  @Test("a change of more than active is an update besides, and every event of the log has an OCSF event")
  func ocsfBesides() async throws {
    try await AskedLedger.with { asked in
      await asked.test.send(
        "PATCH", "/Users/\(asked.ana)",
        AskedLedger.patch([
          ["op": "replace", "path": "active", "value": true],
          ["op": "replace", "path": "title", "value": "Chair"],
        ]))
      _ = try await asked.ledger.issueToken(named: "okta")
      let events = try Self.objects(asked, .ocsf)
      let uids = events.suffix(3).compactMap { $0["type_uid"]?.intValue }
      #expect(uids == [300_102, 300_403, 300_401])
      let sequences = Set(events.compactMap { $0["metadata"]?.objectValue?["sequence"]?.intValue })
      #expect(sequences.count == Int(try asked.ledger.head().rawValue))
    }
  }

  static let addresses: [(text: String, isTaken: Bool)] = [
    ("ana@example.com", true), ("o'neil+x@mail.example.co.uk", true), ("test2", false),
    ("a@localhost", false),
    ("a@b@c.com", false), ("françoise@example.com", false), ("@example.com", false), ("a@.com", false),
  ]

  @Test("OCSF is given an e-mail address only where its schema takes it for one", arguments: addresses)
  func ocsfAddresses(_ text: String, _ isTaken: Bool) async throws {
    try await AskedLedger.with { asked in
      await asked.test.send(
        "POST", "/Users", ["userName": "pat", "emails": [["value": .string(text), "type": "work"]]])
      let event = try #require(try Self.objects(asked, .ocsf).last)
      let address = event["user"]?.objectValue?["email_addr"]?.stringValue
      #expect(address == (isTaken ? text : nil))
    }
  }

  @Test("ECS documents say who did what to whom, and what came of it")
  func ecs() async throws {
    try await AskedLedger.with { asked in
      let disable = try #require(try Self.objects(asked, .ecs, "disable").first)
      let event = try #require(disable["event"]?.objectValue)
      #expect(event["type"] == ["user", "change"])
      #expect(event["outcome"] == "success")
      #expect(disable["user"]?.objectValue?["name"] == "entra")
      #expect(disable["user"]?.objectValue?["target"]?.objectValue?["email"] == "ana@example.com")
      let refused = try #require(try Self.objects(asked, .ecs, "badPath").first)
      #expect(refused["event"]?.objectValue?["outcome"] == "failure")
      #expect(refused["event"]?.objectValue?["code"] == "invalidPath")
      #expect(refused["http"]?.objectValue?["response"] == ["status_code": 400])
      let group = try #require(try Self.objects(asked, .ecs, "leave").first)
      #expect(group["group"]?.objectValue?["name"] == "Staff")
    }
  }

  static let entraActions: [(step: String, action: String?, status: String)] = [
    ("createAna", "create", "success"), ("refused", "create", "failure"), ("promote", "update", "success"),
    ("disable", "disable", "success"), ("again", "update", "skipped"), ("badPath", "update", "failure"),
    ("deleteBen", "delete", "success"), ("leave", nil, ""), ("search", nil, ""),
  ]

  @Test("Entra's records have the action, the outcome and its code", arguments: entraActions)
  func entra(_ step: String, _ action: String?, _ status: String) async throws {
    try await AskedLedger.with { asked in
      let record = try Self.objects(asked, .entra, step).first
      #expect(record?["provisioningAction"]?.stringValue == action)
      guard let record else { return }
      let information = try #require(record["provisioningStatusInfo"]?.objectValue)
      #expect(information["status"]?.stringValue == status)
      let code = information["errorInformation"]?.objectValue?["errorCode"]?.stringValue
      let codes = [
        "refused": "EntryConflict", "badPath": "SchemaAttributeNotFound", "again": "RedundantExport",
      ]
      #expect(code == codes[step])
      if step == "disable" {
        #expect(
          record["modifiedProperties"] == [
            ["displayName": "active", "oldValue": "true", "newValue": "false"]
          ])
      }
    }
  }

  @Test(
    "an export that is cut anywhere and gone on with gives the same lines", arguments: ExportFormat.allCases)
  func resumed(_ format: ExportFormat) async throws {
    try await AskedLedger.with { asked in
      let whole = try Self.lines(asked, format)
      for size in 1...4 {
        var text = ""
        var options = ExportOptions()
        var query = EventQuery()
        while let reached = try asked.ledger.export(
          query, as: format, options: options, limit: size, { text += $0 })
        {
          query.first = reached.next
          options.includesHeader = false
        }
        #expect(text.split(whereSeparator: \.isNewline).map(String.init) == whole)
      }
    }
  }
}
