import ScimLedger

/// A bearer token for the identity provider. The secret is shown this once; the ledger keeps its hash.
func token(for ledger: ProvisioningLedger) async throws -> String {
  try await ledger.issueToken(named: "entra").secret
}
