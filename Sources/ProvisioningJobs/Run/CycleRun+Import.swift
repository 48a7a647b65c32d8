import EventLog
import LMDB
import Provisioning

extension CycleRun {
  /// How often a source that is not available is asked again.
  private static let readAttempts = 5

  func read(_ request: SourceRequest) async -> CycleMachine.Input {
    var attempt = 1
    while true {
      do throws(SourceError) {
        return .page(try await runner.source.page(request))
      } catch {
        guard error.code == .unavailable, attempt < CycleRun.readAttempts else { return .sourceFailed(error) }
        do {
          try await runner.surroundings.sleep(min(error.retryAfter ?? 1 << attempt, 120))
        } catch {
          return .sourceFailed(SourceError(.unavailable, place: runner.source.name, reason: "interrupted"))
        }
        attempt += 1
      }
    }
  }

  /// Takes a page's changes over, all or none, and leaves them on their way to the disk where nothing that the next
  /// page looks up hangs on them.
  func take(_ page: SourcePage) async throws -> CycleImportTally {
    let keys = page.changes.map(\.key).filter { imports.takes($0.type) }
    let isKnown = state.withLock { state in
      keys.reduce(false) { isKnown, key in !state.seen.insert(key).inserted || isKnown }
    }
    // What an earlier page says of the same object must be in the tables, where it is looked up.
    if isKnown { try await buffer.flush() }
    var overlay = ImportOverlay(ground)
    var batch = JobBatch(seal: ledger.seal, room: keys.count + 1, bytes: keys.count * 900)
    var affected: [String] = []
    overlay.entries = try ledger.entries(keys)
    for change in page.changes where imports.takes(change.key.type) {
      guard let result = try overlay.result(of: change) else { continue }
      try append(result.facts, of: change.key, to: &batch)
      if result.closesEscrow { try append(EscrowClosed(), of: change.key, to: &batch) }
      affected += result.affectedMembers
    }
    if !affected.isEmpty { try await buffer.flush() }
    try reevaluate(affected, &overlay, &batch)
    let hadProblems = state.withLock { state in
      state.problems += page.problems
      state.done += page.changes.count
      return !state.problems.isEmpty
    }
    let isLast = page.continuation == nil && (!page.isSnapshot || hadProblems)
    try append(
      SourceRead(
        changes: page.changes.count, problems: page.problems, continuation: page.continuation,
        watermark: page.watermark, isSnapshot: page.isSnapshot, isLast: isLast), of: nil, to: &batch)
    // Whoever continues the cycle takes everything to be read then, so nothing before it may be missing.
    if isLast { try await buffer.flush() }
    try await buffer.write(batch)
    // A later page looks in the tables for the groups through which its people are assigned, and for people who
    // have been looked at again because of a group.
    if !affected.isEmpty || keys.contains(where: { $0.type == "Group" }) { try await buffer.flush() }
    tell()
    var rest = page
    rest.changes = []
    return CycleImportTally(page: rest, problems: page.problems.count)
  }

  /// What depends on an assignment through a group that changed.
  private func reevaluate(
    _ ids: [String], _ overlay: inout ImportOverlay, _ batch: inout JobBatch
  ) throws {
    guard !ids.isEmpty else { return }
    for setting in settings.values where setting.mapping.sourceType != "Group" {
      let keys = Set(ids).sorted().map { SourceKey(type: setting.mapping.sourceType, id: $0) }
      var start = 0
      while start < keys.count {
        let part = Array(keys[start..<min(start + 1_000, keys.count)])
        let stored = try ledger.entries(part)
        for key in part {
          guard let entry = overlay.entries[key] ?? stored[key], entry.due?.isDeleted != true,
            entry.due?.object != true
          else { continue }
          let facts = imports.reevaluation(entry)
          overlay.apply(facts, to: key)
          try append(facts, of: key, to: &batch)
        }
        start += part.count
      }
    }
  }

  /// Objects that a whole read of the source did not have are gone.
  func markMissing() async throws {
    try await buffer.flush()
    let seen = state.withLock { $0.seen }
    for type in Set(settings.keys).union(["Group"]).sorted() where imports.takes(type) {
      var after: SourceKey?
      while true {
        let page = try ledger.keys(type: type, after: after, limit: 500)
        var overlay = ImportOverlay(ground)
        var batch = JobBatch(seal: ledger.seal)
        var affected: [String] = []
        for key in page where !seen.contains(key) && !ground.staged.contains(key) {
          guard let entry = try ledger.entry(key) else { continue }
          overlay.entries[key] = entry
          let stored = try overlay.stored(of: key, always: true)
          let hasEscrow = try ground.hasEscrows && ledger.escrow(key) != nil
          guard let result = imports.deletion(.missing, entry, stored: stored, hasEscrow: hasEscrow) else {
            continue
          }
          try append(result.facts, of: key, to: &batch)
          if result.closesEscrow { try append(EscrowClosed(), of: key, to: &batch) }
          affected += result.affectedMembers
        }
        try reevaluate(affected, &overlay, &batch)
        try await ledger.append(batch)
        after = page.last
        if page.count < 500 { break }
      }
    }
    try await ledger.append([event(SourceRead(changes: 0, isSnapshot: true, isLast: true))])
    state.withLock { $0.seen = [] }
  }
}

/// What is stored, with what the page under way has changed already.
struct ImportOverlay {
  let ledger: JobLedger
  let imports: SourceImport
  let hasEscrows: Bool
  let staged: Set<SourceKey>
  var entries: [SourceKey: ConnectorEntry] = [:]
  private var rows: [SourceKey: [String: Set<String>]] = [:]

  init(_ ground: CycleGround) {
    ledger = ground.ledger
    imports = ground.imports
    hasEscrows = ground.hasEscrows
    staged = ground.staged
  }

  mutating func result(of change: SourceChange) throws -> SourceImport.Result? {
    let key = change.key
    let stored = try stored(of: key, always: imports.needsStored("members", of: change))
    let hasEscrow = try hasEscrows && ledger.escrow(key) != nil
    let result = imports.result(
      of: change, entry: entries[key], stored: stored, hasEscrow: hasEscrow, isStaged: staged.contains(key))
    guard let result else { return nil }
    apply(result.facts, to: key)
    return result
  }

  /// The rows of large reference attributes, unwanted ones left out.
  mutating func stored(of key: SourceKey, always: Bool) throws -> [String: Set<String>] {
    guard always else { return [:] }
    if let rows = rows[key] { return rows }
    var found: [String: Set<String>] = [:]
    guard entries[key] != nil else { return [:] }
    for attribute in SourceImport.large {
      var ids: Set<String> = []
      try ledger.references(of: key, attribute: attribute) { id, state in
        if state != .unwanted { ids.insert(id) }
      }
      found[attribute] = ids
    }
    rows[key] = found
    return found
  }

  mutating func apply(_ facts: SourceImported, to key: SourceKey) {
    let old = entries[key]
    entries[key] = ConnectorEntry(
      object: SourceObject(
        key: key, attributes: facts.attributes, references: facts.references,
        isSoftDeleted: facts.isSoftDeleted), link: old?.link, due: facts.due ?? old?.due)
    for (attribute, delta) in facts.referenceChanges {
      var ids = rows[key]?[attribute] ?? []
      ids.subtract(delta.removed)
      ids.formUnion(delta.added)
      rows[key, default: [:]][attribute] = ids
    }
  }
}
