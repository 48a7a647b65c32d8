import EventLog
import JSONTape
import Provisioning

extension CycleReplay {
  /// An object's import as it follows from the recorded image; nil where there would be none.
  ///
  /// - Parameter event: With its sealed values in clear.
  func imported(_ event: JobEvent) throws -> [MadeEvent] {
    closing = nil
    guard let key = event.source, let facts = try event.facts(as: SourceImported.self) else { return [] }
    let (ledger, imports) = (ground.ledger, ground.imports)
    let entry = try ledger.entry(key)
    let hasEscrow = try closed.contains(key) || ground.hasEscrows && ledger.escrow(key) != nil
    let image = SourceImage(facts, of: key)
    let needsStored =
      facts.change.isDeletion
      || imports.needsStored("members", of: SourceChange(key: key, kind: .full))
    let stored = needsStored && entry != nil ? try storedReferences(of: key) : [:]
    let result =
      facts.change.isDeletion
      ? imports.deletion(facts.change, entry, stored: stored, hasEscrow: hasEscrow)
      : imports.result(
        of: image, entry: entry, stored: stored, hasEscrow: hasEscrow, isStaged: ground.staged.contains(key))
    var made = result.map { [MadeEvent($0.facts)] } ?? []
    if result?.closesEscrow == true {
      closing = key
      closed.insert(key)
    }
    // Something that it depends on may have changed instead, such as a group's assignment.
    if facts.change == .reevaluated, let entry { made.append(MadeEvent(imports.reevaluation(entry))) }
    return made
  }

  private func storedReferences(of key: SourceKey) throws -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for attribute in SourceImport.large {
      var ids: Set<String> = []
      try ground.ledger.references(of: key, attribute: attribute) { id, state in
        if state != .unwanted { ids.insert(id) }
      }
      found[attribute] = ids
    }
    return found
  }
}
