import Hummingbird
import Logging
import SCIMServer
import ScimLedger

/// The application's own routes and the SCIM service, in one process and on one port.
func router(over ledger: ProvisioningLedger, logger: Logger) -> Router<BasicRequestContext> {
  let router = Router()
  router.add(middleware: SCIMMiddleware(ledger: ledger, logger: logger))
  router.get("door/{userName}") { _, context in
    let userName = try context.parameters.require("userName")
    guard let person = try ledger.resource(.userName(userName)) else { throw HTTPError(.notFound) }
    return person.isActive == true ? "come in" : "stay outside"
  }
  return router
}
