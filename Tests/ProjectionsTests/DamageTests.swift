import LMDB
import LedgerTestKit
import ScimLedger
import Testing

/// Projections that are not what the log says are noticed and mended.
@Suite struct DamageTests {
  enum Damage: String, Sendable, CaseIterable {
    case changedRow, missingRow, rowTooMany
  }

  static let kinds = [
    "resources", "values", "members", "memberships", "streams", "counters", "cycles", "snapshots",
  ]

  @Test("a damaged row is reported, and a rebuild mends it", arguments: kinds, Damage.allCases)
  func damagedRow(kind: String, damage: Damage) async throws {
    try await withTemporaryDirectory { path in
      let directory = path + "/ledger"
      let options = testOptions()
      try ProvisioningLedger.create(at: directory, options: options)
      var ledger = try ProvisioningLedger(opening: directory, options: options)
      try await populate(ledger)
      #expect(try ledger.checkProjections().differences == [])
      await ledger.close()

      try change(kind, damage, in: directory)

      ledger = try ProvisioningLedger(opening: directory, options: options)
      let check = try ledger.checkProjections()
      #expect(!check.wereEqual)
      #expect(check.differences.contains { $0.hasPrefix("\(kind):") }, "\(check.differences)")
      #expect(try ledger.checkProjections().differences == check.differences, "a check changes nothing")
      let report = try await ledger.rebuild()
      #expect(report.differences == check.differences)
      #expect(try ledger.checkProjections().differences == [])
      #expect(try await ledger.rebuild().differences == [])
      let status = try ledger.status()
      #expect(status.users == 2 && status.groups == 1 && status.memberships == 2)
      #expect(try ledger.resource(.userName("ana"))?.groups.count == 1)
      #expect(try ledger.verify().isClean)
      await ledger.close()
    }
  }

  @Test("a token's row that is missing is mended, and the token opens again")
  func missingToken() async throws {
    try await withTemporaryDirectory { path in
      let directory = path + "/ledger"
      let options = testOptions()
      try ProvisioningLedger.create(at: directory, options: options)
      var ledger = try ProvisioningLedger(opening: directory, options: options)
      let issued = try await ledger.issueToken(named: "entra")
      await ledger.close()
      try change("tokens", .missingRow, in: directory)
      ledger = try ProvisioningLedger(opening: directory, options: options)
      #expect(ledger.authenticate(bearer: issued.secret) == nil)
      #expect(try ledger.checkProjections().differences.contains { $0.hasPrefix("tokens:") })
      let report = try await ledger.rebuild()
      #expect(!report.wereEqual)
      #expect(ledger.authenticate(bearer: issued.secret)?.name == "entra")
      await ledger.close()
    }
  }

  private func populate(_ ledger: ProvisioningLedger) async throws {
    let test = TestLedger(ledger)
    let ana = await test.send("POST", "/Users", ["userName": "ana", "externalId": "e-1"])
    let ben = await test.send("POST", "/Users", ["userName": "ben"])
    let group = await test.send(
      "POST", "/Groups", ["displayName": "Crew", "members": History.members([ana.id, ben.id])])
    #expect(group.status == 201)
  }

  private func change(_ kind: String, _ damage: Damage, in directory: String) throws {
    let options = Environment.Options(mapSize: 1 << 32, freeSpaceReserve: 1 << 20)
    let environment = try Environment(opening: directory + "/log", options: options)
    defer { environment.close() }
    let table = try environment.table("\(kind)@a")
    try environment.write { transaction in
      let key = try transaction.firstKey(of: table) ?? []
      switch damage {
      case .changedRow:
        var value = try transaction.bytes(for: key, in: table) ?? []
        if value.isEmpty { value = [1] } else { value[value.count - 1] ^= 1 }
        try transaction.put(key.span, value.span, in: table)
      case .missingRow:
        let wasThere = try transaction.delete(key.span, in: table)
        #expect(wasThere)
      case .rowTooMany:
        var other = try transaction.lastKey(of: table) ?? [0]
        other[other.count - 1] ^= 0x55
        let value = try transaction.bytes(for: key, in: table) ?? []
        try transaction.put(other.span, value.span, in: table)
      }
    }
  }
}
