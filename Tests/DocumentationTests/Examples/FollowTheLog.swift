import ScimLedger

/// Tells of every account that is switched off, from a position on and then as it happens.
///
/// - Returns: The position up to which everything has been told, from which the next run goes on.
func tellOfDisabledAccounts(
  in ledger: ProvisioningLedger, after position: Position, tell: (String) async throws -> Void
) async throws -> Position {
  var reached = position
  for try await event in ledger.follow(from: position.next) {
    for property in try ledger.modifiedProperties(of: event)
    where property.path == "active" && property.new == false {
      let name = event.effect?.image?["userName"]?.stringValue ?? "somebody"
      try await tell("\(event.actor.name) disabled \(name) at \(event.time), event \(event.position)")
    }
    reached = event.position
  }
  return reached
}
