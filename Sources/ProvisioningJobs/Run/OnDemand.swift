public import EventLog
import JSONTape
import LMDB
public import Provisioning

/// One object provisioned at an administrator's wish, with all five steps.
public struct OnDemandReport: Sendable {
  public var cycle: Identifier
  public var key: SourceKey
  public var test: ConnectionTest
  public var change: Identifier?
  /// The events of the change, in order.
  public var events: [JobEvent]
  public var outcome: CycleOutcome
}

extension JobRunner {
  /// Reads one object anew from the source and takes it through all steps, outside of any cycle.
  ///
  /// The source is read until the object is found; its stored image and link are used and kept up to date.
  ///
  /// - Parameters:
  ///   - selector: The object's id, or a value of its userPrincipalName, mail, or of an attribute that it is
  ///     matched by.
  /// - Throws: `JobRunError.notFound`; `SourceError`; errors of the ledger.
  public func provisionOnDemand(_ selector: String, type: String? = nil) async throws -> OnDemandReport {
    try await configure()
    let test = try await testConnection()
    let change = try await find(selector, type: type)
    let now = surroundings.clock()
    let id = Identifier(microseconds: now, random: surroundings.random())
    try await record(
      CycleStarted(
        cycle: .onDemand, watermark: nil, configuration: job.configurationHash,
        seed: surroundings.random(), now: now, limits: job.document.workingLimits), cycle: id)
    guard let cycle = try ledger.state().onDemand else { throw JobRunError.noCycle }
    var outcome = CycleOutcome.failed
    var recorded: Identifier?
    if test.passed {
      let run = try CycleRun(self, cycle, progress: { _ in })
      recorded = try await run.single(change)
      outcome =
        (try ledger.state().onDemand?.counts.count(.failure) ?? 0) == 0 ? .succeeded : .entryLevelErrors
    }
    let counts = try ledger.state().onDemand?.counts ?? CycleCounts()
    try await record(
      CycleEnded(
        state: outcome, counts: counts,
        error: test.failure.map { JobError(code: $0.code, message: $0.reason) }), cycle: id)
    return OnDemandReport(
      cycle: id, key: change.key, test: test, change: recorded,
      events: try recorded.map { try ledger.events(ofChange: $0) } ?? [], outcome: outcome)
  }

  private func find(_ selector: String, type: String?) async throws -> SourceChange {
    var request = SourceRequest(watermark: nil)
    var found: SourceChange?
    let names = Set(job.mappings.flatMap { $0.matchingAttributes.flatMap(\.sourceAttributes) })
      .union(["userPrincipalName", "mail", "displayName"])
    while true {
      let page = try await source.page(request)
      for change in page.changes where type == nil || change.key.type == type {
        guard job.mapping(forSourceType: change.key.type) != nil else { continue }
        if found?.key == change.key {
          // Assignments and memberships may come after the object itself.
          found = found.map { $0.merging(change) }
          continue
        }
        guard found == nil else { continue }
        let isIt =
          change.key.id == selector
          || names.contains { change.attributes[$0]?.stringValue?.lowercased() == selector.lowercased() }
        if isIt { found = change }
      }
      guard let continuation = page.continuation else { break }
      request.continuation = continuation
    }
    guard let found else { throw JobRunError.notFound(selector) }
    return found
  }
}

extension SourceChange {
  /// This change and a later one of the same object as one.
  func merging(_ later: SourceChange) -> SourceChange {
    var merged = self
    if later.kind != .partial { merged.kind = later.kind }
    for member in later.attributes { merged.attributes[member.name] = member.value }
    for (name, change) in later.references {
      merged.references[name] = merged.references[name]?.followed(by: change) ?? change
    }
    return merged
  }
}

extension ReferenceChange {
  fileprivate func followed(by later: ReferenceChange) -> ReferenceChange {
    guard case .delta(let added, let removed) = later else { return later }
    let leaving = Set(removed)
    let coming = Set(added)
    switch self {
    case .all(let ids):
      return .all(ids.filter { !leaving.contains($0) && !coming.contains($0) } + added)
    case .delta(let earlier, let gone):
      return .delta(
        added: earlier.filter { !leaving.contains($0) && !coming.contains($0) } + added,
        removed: gone + removed)
    }
  }
}

extension CycleRun {
  /// Takes one object through import, scope, match, mapping and export, then its references.
  ///
  /// - Returns: The change of the object itself.
  func single(_ change: SourceChange) async throws -> Identifier? {
    var overlay = ImportOverlay(ground)
    overlay.entries = try ledger.entries([change.key])
    if let result = try overlay.result(of: change) {
      try await ledger.append([event(result.facts, source: change.key)])
    } else if let entry = overlay.entries[change.key] {
      try await ledger.append([event(imports.reevaluation(entry), source: change.key)])
    }
    _ = try await run(change.key)
    try await buffer.flush()
    let id = try ledger.changes(of: change.key, limit: 1).first
    if try ledger.entry(change.key)?.due?.references == true {
      _ = try await runReferences(change.key)
      try await buffer.flush()
    }
    return id
  }
}
