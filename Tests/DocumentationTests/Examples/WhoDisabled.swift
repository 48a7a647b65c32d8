import ScimLedger

/// Who set `active` to what it is, in which event, and since when it is so.
func whoDisabled(_ userName: String, in ledger: ProvisioningLedger) throws -> String? {
  let blame = try ledger.blame(.userName(userName), attribute: "active")
  return blame.lines.first.map { line in
    let event = line.event
    return "\(line.value ?? .null) by \(event.actor.name) since \(event.time), event \(event.position)"
  }
}
