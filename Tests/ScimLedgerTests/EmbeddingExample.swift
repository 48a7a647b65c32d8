import ScimLedger

func embed(in directory: String) async throws -> [String] {
  try ProvisioningLedger.create(at: directory)
  let ledger = try ProvisioningLedger(opening: directory)
  let body = #"{"userName": "ana@example.com", "active": "True"}"#
  let request = SCIMRequest(method: "POST", path: "/Users", body: Array(body.utf8))
  let response = await ledger.handle(request, as: Client(name: "hr", client: "hr", tokenID: .none))
  let events = try ledger.events(from: Position(1), limit: 100)
  let lines = events.map { "\($0.position) \($0.operation.name) \($0.tolerances.map(\.rule))" }
  await ledger.close()
  return lines + ["answered \(response.status)"]
}
