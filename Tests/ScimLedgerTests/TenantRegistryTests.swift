import LedgerTestKit
import ScimLedger
import Testing

@Suite("Tenant registry")
struct TenantRegistryTests {
  private static func run<R>(_ body: (TenantRegistry) async throws -> R) async throws -> R {
    try await withTemporaryDirectory { directory in
      let options = testOptions()
      try ProvisioningLedger.create(at: directory + "/ledger", options: options)
      let main = try ProvisioningLedger(opening: directory + "/ledger", options: options)
      let tenants = TenantRegistry(opening: main, options: options)
      do {
        let result = try await body(tenants)
        await tenants.closeTenants()
        await main.close()
        return result
      } catch {
        await tenants.closeTenants()
        await main.close()
        throw error
      }
    }
  }

  @Test("a tenant that was made is there, opened again, with the settings it started with")
  func creation() async throws {
    try await Self.run { tenants in
      let ledger = try await tenants.create(named: "acme", configuration: LedgerConfiguration(profile: "rfc"))
      #expect(tenants.ledger(of: "acme") === ledger && tenants.ledger(of: nil) === tenants.main)
      #expect(tenants.ledger(of: "other") == nil)
      _ = try await tenants.create(named: "a0")
      #expect(tenants.names == ["a0", "acme"])
      #expect(TenantRegistry.names(in: tenants.main.directory) == ["a0", "acme"])
      let ids = [try ledger.status().ledgerID, try tenants.main.status().ledgerID]
      #expect(ids[0] != ids[1])
      await tenants.closeTenants()
      let again = TenantRegistry(opening: tenants.main, options: testOptions())
      #expect(again.names == ["a0", "acme"] && again.failures.isEmpty)
      #expect(again.ledger(of: "acme")?.configuration.profile == "rfc")
      await again.closeTenants()
    }
  }

  @Test("a name that is taken or none is refused, and an unknown profile leaves no ledger")
  func refusals() async throws {
    try await Self.run { tenants in
      try await tenants.create(named: "acme")
      await #expect(throws: LedgerError.tenantNameTaken("acme")) { try await tenants.create(named: "acme") }
      await #expect(throws: LedgerError.invalidTenantName("../x")) { try await tenants.create(named: "../x") }
      await #expect(throws: LedgerError.unknownProfile("none")) {
        try await tenants.create(named: "b", configuration: LedgerConfiguration(profile: "none"))
      }
      #expect(tenants.names == ["acme"])
      await tenants.closeTenants()
      await #expect(throws: EventLogError.closed) { try await tenants.create(named: "c") }
    }
  }

  @Test(
    "names fit in URLs and folders and are none of the server's own words",
    arguments: [
      ("acme", true), ("a", true), ("0-9", true), (String(repeating: "a", count: 63), true),
      (String(repeating: "a", count: 64), false), ("", false), ("-a", false), ("Acme", false), ("a.b", false),
      ("..", false), ("a/b", false), ("ä", false), ("scim", false), ("oauth", false), ("health", false),
      ("metrics", false), ("default", false), ("tenants", false),
    ])
  func names(name: String, isValid: Bool) {
    #expect(TenantName.isValid(name) == isValid)
  }
}
