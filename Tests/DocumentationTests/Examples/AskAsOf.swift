import ScimLedger

/// The person as SCIM showed them at an instant or a position, such as `2026-11-24T10:00:00Z` or `1024`.
func person(_ id: Identifier, asOf moment: String, in ledger: ProvisioningLedger) async -> JSONValue? {
  let request = SCIMRequest(method: "GET", path: "/Users/\(id)", query: "asOf=\(moment)")
  let auditor = Client(name: "auditor", client: "auditor", tokenID: .none)
  let response = await ledger.handle(request, as: auditor)
  return response.status == 200 ? try? JSONValue(parsing: response.body) : nil
}
