import Hummingbird
import Logging
import ScimLedger

/// Serves until SIGINT or SIGTERM, then ends the ledger once everything accepted is on disk.
func serve(ledgerIn directory: String) async throws {
  if !ProvisioningLedger.exists(at: directory) { try ProvisioningLedger.create(at: directory) }
  let ledger = try ProvisioningLedger(opening: directory)
  let logger = Logger(label: "application")
  let application = Application(router: router(over: ledger, logger: logger), logger: logger)
  do {
    try await application.runService()
  } catch {
    await ledger.close()
    throw error
  }
  await ledger.close()
}
