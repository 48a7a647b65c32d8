import ScimLedger
import Testing

/// Which record goes with which request, as tables of both sides.
@Suite struct LogCorrelationTests {
  static let ana = Identifier(high: 0x0190_0000_0001_7000, low: 0x8000_0000_0000_0001)
  static let ben = Identifier(high: 0x0190_0000_0002_7000, low: 0x8000_0000_0000_0002)
  static let cycle = Identifier(high: 0x0190_0000_0006_7000, low: 1 << 63)
  static let start: Int64 = 1_770_000_000_000_000

  /// A request at a second of the story.
  static func change(
    _ position: UInt64, at second: Int64, _ operation: Event.Operation = .modify, refused: Bool = false,
    deactivates: Bool = false, of resource: Identifier? = ana, external: String? = "e-1",
    name: String = "ana@example.com", display: String? = "Ana", type: String = "User",
    cycle: Identifier? = nil, client: String = "entra"
  ) -> LedgerChange {
    LedgerChange(
      position: Position(position), eventID: Identifier(high: 0x0190_0000_0009_7000, low: 1 << 63 | position),
      time: DateTime(microseconds: start + second * 1_000_000), operation: operation, isRefused: refused,
      deactivates: deactivates, client: client, cycle: cycle, type: type, resource: resource,
      externalID: external, accountNames: [name], displayName: display)
  }

  /// A record at a second of the story.
  static func record(
    _ position: UInt64, at second: Int64, _ action: String = "update", _ status: String = "success",
    target: String = "", source: String = "", name: String = "", display: String = "", type: String = "User",
    cycle: String = "", duration: Int = 100, id: String? = nil
  ) throws -> ProviderRecord {
    let json = LogRecords.summary { record in
      record["id"] = .string(id ?? "record-\(position)")
      record["activityDateTime"] = .string(
        DateTime(microseconds: start + second * 1_000_000).description)
      record["changeId"] = .string("change-\(position)")
      record["cycleId"] = .string(cycle)
      record["provisioningAction"] = .string(action)
      record["durationInMilliseconds"] = .number(JSONNumber(duration))
      record["provisioningStatusInfo"] = ["status": .string(status)]
      record["provisioningSteps"] = []
      record["modifiedProperties"] = []
      record["sourceIdentity"] = [
        "id": .string(source), "displayName": .string(display), "identityType": .string(type),
        "details": ["userPrincipalName": .string(name)],
      ]
      record["targetIdentity"] = ["id": .string(target), "displayName": "", "identityType": .string(type)]
    }
    return ProviderRecord(position: Position(position), record: try ProvisioningLogRecord(json))
  }

  /// `matched 100 #1`: each entry in short.
  private func lines(_ records: [ProviderRecord], _ changes: [LedgerChange], window: Duration = .seconds(300))
    -> [String]
  {
    LogCorrelation(records, changes, window: window).entries.map { entry in
      ([entry.standing.rawValue] + (entry.record.map { ["\($0.position)"] } ?? [])
        + entry.changes.map { "#\($0.position)" }).joined(separator: " ")
    }
  }

  static let identities: [(target: String, source: String, name: String, display: String, isFound: Bool)] = [
    (ana.description, "", "", "", true), (ana.description.uppercased(), "", "", "", true),
    ("", "e-1", "", "", true), ("", "", "ANA@example.com", "", true), ("", "", "", "ana", true),
    // The provider's own ids for both sides say nothing against it.
    (
      "ffffffff-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000001", "ana@example.com", "",
      true
    ),
    ("", "", "ben@example.com", "Ben", false), ("", "", "", "", false),
    // An id that the ledger knows decides against a name.
    (ben.description, "", "ana@example.com", "Ana", false), ("", "", "ben@example.com", "Ana", false),
    ("", "", "ana@elsewhere.example", "Ana", true), ("", "e-2", "ana@example.com", "", false),
  ]

  @Test("who it is agrees by ids, addresses and names", arguments: identities)
  func identity(_ target: String, _ source: String, _ name: String, _ display: String, _ isFound: Bool) throws
  {
    let record = try Self.record(100, at: 0, target: target, source: source, name: name, display: display)
    let other = Self.change(
      2, at: 100_000, of: Self.ben, external: "e-2", name: "ben@example.com", display: "Benjamin")
    let lines = lines([record], [Self.change(1, at: 1), other])
    #expect(lines == [isFound ? "matched 100 #1" : "onlyProvider 100"])
  }

  static let actions: [(action: String, operation: Event.Operation, isFound: Bool)] = [
    ("create", .create, true), ("create", .modify, false), ("update", .modify, true),
    ("update", .replace, true),
    ("update", .create, false), ("disable", .modify, true), ("disable", .replace, true),
    ("disable", .delete, false), ("delete", .delete, true), ("delete", .modify, false),
  ]

  @Test("what is done agrees", arguments: actions)
  func action(_ action: String, _ operation: Event.Operation, _ isFound: Bool) throws {
    let record = try Self.record(100, at: 0, action, target: Self.ana.description)
    #expect(
      lines([record], [Self.change(1, at: 0, operation)])
        == (isFound ? ["matched 100 #1"] : ["onlyLedger #1", "onlyProvider 100"]))
  }

  static let distances: [(second: Int64, duration: Int, isFound: Bool)] = [
    (0, 0, true), (299, 0, true), (-299, 0, true), (301, 0, false), (-301, 0, false), (-330, 60_000, true),
    (3600, 0, false),
  ]

  @Test(
    "when agrees within the window around the record's duration, whichever clock is ahead",
    arguments: distances)
  func time(_ second: Int64, _ duration: Int, _ isFound: Bool) throws {
    let record = try Self.record(100, at: 0, target: Self.ana.description, duration: duration)
    #expect(
      lines([record], [Self.change(1, at: second)]) == [isFound ? "matched 100 #1" : "onlyProvider 100"])
    #expect(
      lines([record], [Self.change(1, at: second)], window: .seconds(4000)) == ["matched 100 #1"])
  }

  @Test("of several candidates the surest comes first, then the nearest; a request belongs to one record")
  func candidates() throws {
    let id = Self.ana.description
    // Two updates in a row: each has the nearest.
    #expect(
      lines(
        [try Self.record(100, at: 1, target: id), try Self.record(101, at: 41, target: id)],
        [Self.change(1, at: 0), Self.change(2, at: 40)]) == ["matched 100 #1", "matched 101 #2"])
    // The disable goes with the one that made inactive, though the other is nearer.
    #expect(
      lines(
        [try Self.record(100, at: 1, "disable", target: id), try Self.record(101, at: 41, target: id)],
        [Self.change(1, at: 0), Self.change(2, at: 60, deactivates: true)])
        == ["matched 100 #2", "matched 101 #1"])
    // The failed one with the refused one.
    #expect(
      lines(
        [
          try Self.record(100, at: 10, "create", "failure", source: "e-1"),
          try Self.record(101, at: 20, "create", source: "e-1"),
        ],
        [Self.change(1, at: 18, .create, refused: true, of: nil), Self.change(2, at: 19, .create)])
        == ["matched 100 #1", "matched 101 #2"])
    // The cycle goes before the time.
    #expect(
      lines(
        [try Self.record(100, at: 0, target: id, cycle: Self.cycle.description)],
        [Self.change(1, at: 0), Self.change(2, at: 100, cycle: Self.cycle)])
        == ["onlyLedger #1", "matched 100 #2"])
    // The event's own id goes before everything.
    let change = Self.change(1, at: 5000, .delete, of: Self.ben)
    #expect(
      lines([try Self.record(100, at: 0, "update", "skipped", id: change.eventID.description)], [change])
        == ["disagreeing 100 #1"])
  }

  @Test("further requests while a change lasted are part of it")
  func further() throws {
    let record = try Self.record(100, at: 3, "create", source: "e-1", duration: 2500)
    #expect(
      lines(
        [record, try Self.record(101, at: 60, target: Self.ana.description)],
        [
          Self.change(1, at: 1, .create), Self.change(2, at: 3), Self.change(3, at: 30),
          Self.change(4, at: 60),
          Self.change(5, at: 2, of: Self.ben, external: "e-2", name: "ben@example.com", display: "Ben"),
        ]) == ["matched 100 #1 #2", "onlyLedger #3", "matched 101 #4"])
  }

  @Test("what was not sent, differs, or is on one side only is told apart")
  func standings() throws {
    let id = Self.ana.description
    let records = [
      try Self.record(100, at: 0, target: id),
      try Self.record(101, at: 1000, "update", "skipped", target: id),
      try Self.record(102, at: 2000, "update", "failure", target: id),
      try Self.record(103, at: 3000, "delete", target: id),
      try Self.record(104, at: 4000, "stagedDelete", target: id),
    ]
    let changes = [
      Self.change(1, at: 0), Self.change(2, at: 1000), Self.change(3, at: 2000),
      // Another client is not this provider, and what came later is not in its log yet.
      Self.change(4, at: 2500, client: "okta"), Self.change(5, at: 5000),
    ]
    #expect(
      lines(records, changes) == [
        "matched 100 #1", "onlyLedger #2", "notSent 101", "disagreeing 102 #3", "onlyProvider 103",
        "notSent 104",
      ])
    let correlation = LogCorrelation(records, changes)
    #expect(correlation.count(.notSent) == 2)
    #expect(correlation.entries.filter(\.standing.isGap).count == 3)
    #expect(correlation.entry(ofChange: Position(3))?.record?.position == Position(102))
    #expect(correlation.entry(ofRecord: Position(104))?.changes == [])
  }

  @Test("a group and a person of one name are two")
  func kinds() throws {
    let record = try Self.record(100, at: 0, display: "Staff", type: "Group")
    let group = Self.change(
      1, at: 0, of: Self.ben, external: nil, name: "Staff", display: "Staff", type: "Group")
    let person = Self.change(2, at: 0, of: Self.ana, external: nil, name: "Staff", display: "Staff")
    #expect(lines([record], [person, group]) == ["onlyLedger #2", "matched 100 #1"])
  }

  @Test("the order in which either side comes does not matter")
  func order() throws {
    var records: [ProviderRecord] = []
    var changes: [LedgerChange] = []
    for number in 0..<40 {
      let second = Int64(number * 7 % 40)
      records.append(try Self.record(UInt64(100 + number), at: second, source: "e-\(number % 3)"))
      let id = Identifier(high: 0x0190_0000_0001_7000, low: UInt64(number % 3))
      changes.append(
        Self.change(
          UInt64(number + 1), at: second, of: id, external: "e-\(number % 3)", name: "u\(number % 3)"))
    }
    let wanted = lines(records, changes)
    #expect(lines(records.reversed(), changes.reversed()) == wanted)
    #expect(LogCorrelation(records, changes).count(.matched) == 40)
  }
}
