import ScimLedger

/// What the last provisioning cycle made of the directory: whom it changed, and which attributes.
func changesOfLastCycle(in ledger: ProvisioningLedger) throws -> [String] {
  guard let cycle = try ledger.cycles(limit: 1).first else { return [] }
  let found = try ledger.position(asOf: "cycle:\(cycle.id):start")
  let left = try ledger.position(asOf: "cycle:\(cycle.id):end")
  return try ledger.difference(from: found, to: left).resources.map { resource in
    let paths = resource.properties.map(\.path).joined(separator: ", ")
    return "\(resource.kind) \(resource.type) \(resource.name ?? "\(resource.id)"): \(paths)"
  }
}
