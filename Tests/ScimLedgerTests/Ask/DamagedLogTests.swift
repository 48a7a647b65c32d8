import LMDB
import LedgerTestKit
import ScimLedger
import Testing

/// What was changed behind the ledger's back is noticed by questions too.
@Suite struct DamagedLogTests {
  /// Makes a ledger of four events, changes its log table, and gives it opened again.
  private func withDamage(
    _ damage: (borrowing WriteTransaction, Table) throws -> Void,
    _ body: (ProvisioningLedger) throws -> Void
  ) async throws {
    try await withTemporaryDirectory { path in
      let directory = path + "/ledger"
      let options = testOptions()
      try ProvisioningLedger.create(at: directory, options: options)
      let first = try ProvisioningLedger(opening: directory, options: options)
      for name in ["ana", "ben", "cem"] {
        await TestLedger(first).send("POST", "/Users", AskedLedger.user(name, name))
      }
      await first.close()
      do {
        let environment = try Environment(
          opening: directory + "/log", options: .init(mapSize: 1 << 32, freeSpaceReserve: 1 << 20))
        defer { environment.close() }
        let table = try environment.table("log")
        try environment.write { try damage($0, table) }
      }
      let ledger = try ProvisioningLedger(opening: directory, access: .readOnly, options: options)
      let result = Result { try body(ledger) }
      await ledger.close()
      try result.get()
    }
  }

  @Test(
    "a changed byte is found, also in an event that the filter would have left out",
    arguments: [0, 30, 120, 300])
  func changedByte(_ offset: Int) async throws {
    try await withDamage { transaction, table in
      let key = Position(3).key
      var bytes = try #require(try transaction.bytes(for: key, in: table))
      bytes[offset] ^= 1
      try transaction.put(key, bytes, in: table)
    } _: { ledger in
      let query = EventQuery(filter: try Filter(parsing: #"sequence eq 4"#))
      for order in [EventOrder.oldestFirst, .newestFirst] {
        let error = #expect(throws: EventLogError.self) {
          try ledger.forEachEvent(query, order: order) { _ in }
        }
        guard case .damagedRecord(let position, _)? = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(position == Position(3))
      }
      #expect(throws: EventLogError.self) { try ledger.values(of: .operation) }
      #expect(throws: EventLogError.self) { try ledger.export(EventQuery(), as: .jsonl) { _ in } }
    }
  }

  @Test("a missing event is found in either order")
  func missing() async throws {
    try await withDamage { transaction, table in
      _ = try transaction.delete(Position(2).key, in: table)
    } _: { ledger in
      for order in [EventOrder.oldestFirst, .newestFirst] {
        #expect(throws: EventLogError.missingRecord(Position(2))) {
          try ledger.forEachEvent(EventQuery(), order: order) { _ in }
        }
      }
    }
  }
}
