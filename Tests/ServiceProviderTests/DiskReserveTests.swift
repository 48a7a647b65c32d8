import LedgerTestKit
import ScimLedger
import Testing

@Suite struct DiskReserveTests {
  @Test("below the free-space reserve a write is refused with 507, nothing is lost, and reads go on")
  func reserve() async throws {
    try await withTemporaryDirectory { path in
      var options = testOptions()
      try ProvisioningLedger.create(at: path + "/ledger", options: options)
      var ledger = try ProvisioningLedger(opening: path + "/ledger", options: options)
      let made = await TestLedger(ledger).send("POST", "/Users", ["userName": "a"])
      #expect(made.status == 201)
      await ledger.close()

      options.freeSpaceReserve = 1 << 60
      ledger = try ProvisioningLedger(opening: path + "/ledger", options: options)
      let refused = await TestLedger(ledger).send("POST", "/Users", ["userName": "b"])
      #expect(refused.status == 507)
      #expect(refused.headers["Retry-After"] != nil)
      #expect(refused["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
      #expect(refused.detail?.contains("disk") == true)
      let old = await TestLedger(ledger).speaking(.v1).send("POST", "/Users", ["userName": "b"])
      #expect(old.status == 507 && old.headers["Retry-After"] != nil)
      let error = old["Errors"]?.arrayValue?.first?.objectValue
      #expect(error?["code"] == "507" && error?["description"] == old["detail"])
      let read = await TestLedger(ledger).send("GET", "/Users/\(made.id)")
      #expect(read.status == 200)
      let head = try ledger.head()
      #expect(head == Position(2))
      let clean = try ledger.verify().isClean
      #expect(clean)
      await ledger.close()
    }
  }
}
