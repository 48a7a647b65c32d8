import LMDB
import LedgerTestKit
import ScimLedger
import Testing

/// A ledger that was made before there were cycles.
@Suite struct AddedTableTests {
  private func withOldLedger(_ body: (String, ProvisioningLedger.Options) async throws -> Void) async throws {
    try await withTemporaryDirectory { path in
      let directory = path + "/ledger"
      let options = testOptions()
      try ProvisioningLedger.create(at: directory, options: options)
      let ledger = try ProvisioningLedger(opening: directory, options: options)
      await TestLedger(ledger).send("POST", "/Users", ["userName": "ana"])
      await ledger.close()
      let environment = try Environment(
        opening: directory + "/log", options: Environment.Options(mapSize: 1 << 32, freeSpaceReserve: 0))
      for name in ["cycles@a", "cycles@b"] {
        let table = try environment.table(name)
        try environment.write { transaction in try transaction.dropTable(table) }
      }
      environment.close()
      try await body(directory, options)
    }
  }

  @Test("is read as it is, without cycles")
  func reading() async throws {
    try await withOldLedger { directory, options in
      let ledger = try ProvisioningLedger(opening: directory, access: .readOnly, options: options)
      #expect(try ledger.cycles() == [])
      #expect(try ledger.cycle(of: Position(2)) == nil)
      #expect(try ledger.cycle(Identifier(high: 1, low: 1)) == nil)
      #expect(try ledger.status().users == 1)
      #expect(try ledger.checkProjections().differences == [])
      await ledger.close()
    }
  }

  @Test("gets the table when it is opened for writing, and its contents by a rebuild")
  func writing() async throws {
    try await withOldLedger { directory, options in
      var ledger = try ProvisioningLedger(opening: directory, options: options)
      await TestLedger(ledger).send("POST", "/Users", ["userName": "ben"])
      #expect(try ledger.cycles().map(\.counts.created) == [1])
      #expect(try ledger.checkProjections().differences.allSatisfy { $0.hasPrefix("cycles:") })
      let report = try await ledger.rebuild()
      #expect(!report.wereEqual)
      #expect(try ledger.cycles().map(\.counts.created) == [2])
      #expect(try await ledger.rebuild().differences == [])
      await ledger.close()
      ledger = try ProvisioningLedger(opening: directory, options: options)
      #expect(try ledger.cycles().map(\.counts.created) == [2])
      #expect(try ledger.checkProjections().differences == [])
      await ledger.close()
    }
  }
}
