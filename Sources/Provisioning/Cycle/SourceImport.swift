import JSONTape

/// Takes what the source says of an object into its stored image.
///
/// Pure. Every later step works on the image, never on the change: an attribute that a partial change does not
/// mention keeps its value for every expression that reads it.
public struct SourceImport: Sendable {
  /// In lower case, since mappings may write them in any.
  let names: [String: Set<String>]
  let redacted: [String: Set<String>]
  let referenceNames: [String: Set<String>]
  let job: Job
  let assignsByGroup: Bool
  let mapped: Set<String>
  /// Whether everything is to be looked at again, changed or not.
  public var reevaluates: Bool

  /// Attributes that scope and deprovisioning read besides what mappings name.
  private static let always: Set<String> = ["accountenabled", "approleassignments"]
  /// Reference attributes that may hold very many; they are rows of their own.
  public static let large: Set<String> = ["members"]

  public init(job: Job, reevaluates: Bool) {
    self.job = job
    var names: [String: Set<String>] = [:]
    var references: [String: Set<String>] = [:]
    for mapping in job.mappings {
      names[mapping.sourceType, default: SourceImport.always].formUnion(mapping.sourceAttributeNames)
      references[mapping.sourceType, default: []].formUnion(mapping.sourceReferenceNames)
    }
    mapped = Set(job.mappings.map(\.sourceType))
    assignsByGroup = job.document.scope == .assigned
    if assignsByGroup {
      // Membership of an assigned group is an assignment, also where groups themselves aren't provisioned.
      names["Group", default: SourceImport.always].formUnion(SourceImport.always)
      references["Group", default: []].insert("members")
    }
    self.names = names
    referenceNames = references
    redacted = job.redactedAttributes.mapValues { Set($0.map { $0.lowercased() }) }
    self.reevaluates = reevaluates
  }

  /// Whether anything is to be kept of this type.
  public func takes(_ type: String) -> Bool { names[type] != nil }

  /// Types in the order in which they are processed.
  public func isMapped(_ type: String) -> Bool { mapped.contains(type) }

  /// What a change makes of an entry.
  public struct Result: Sendable {
    public var facts: SourceImported
    /// Objects whose assignment may have changed with this group.
    public var affectedMembers: [String]
    public var closesEscrow: Bool
  }

  /// Whether the stored rows of this attribute must be at hand to take the change in.
  public func needsStored(_ attribute: String, of change: SourceChange) -> Bool {
    SourceImport.large.contains(attribute) && referenceNames[change.key.type]?.contains(attribute) == true
  }

  /// - Parameters:
  ///   - entry: What is stored; nil where the object is new.
  ///   - stored: The ids in the rows of large reference attributes, unwanted ones left out.
  ///   - hasEscrow: Whether the object waits for another attempt.
  ///   - isStaged: Whether its disable or deletion waits for an administrator; what the source says now may
  ///     make that pointless.
  /// - Returns: Nil where nothing changed.
  public func result(
    of change: SourceChange, entry: ConnectorEntry?, stored: [String: Set<String>], hasEscrow: Bool = false,
    isStaged: Bool = false
  ) -> Result? {
    let type = change.key.type
    guard let wanted = names[type] else { return nil }
    if change.kind == .deleted {
      return deletion(.deleted, entry, stored: stored, hasEscrow: hasEscrow)
    }
    let old = entry?.object
    var attributes = old?.attributes ?? [:]
    // A part that does not speak of it leaves an object in the recycle bin there.
    var isSoftDeleted =
      change.kind == .softDeleted || change.kind == .partial && old?.isSoftDeleted == true
    switch change.kind {
    case .full:
      attributes = JSONObject(
        change.attributes.filter { wanted.contains($0.name.lowercased()) && !$0.value.isNull }.map {
          ($0.name, $0.value)
        })
    case .partial:
      for member in change.attributes where wanted.contains(member.name.lowercased()) {
        let name = attributes[member.name] == nil ? attributes.firstIgnoringCase(member.name)?.name : nil
        if member.value.isNull {
          attributes.removeValue(forName: name ?? member.name)
        } else {
          attributes[name ?? member.name] = member.value
        }
      }
    case .softDeleted, .deleted:
      for member in change.attributes where wanted.contains(member.name.lowercased()) && !member.value.isNull
      {
        attributes[member.name] = member.value
      }
    }
    if let deleted = change.attributes["isSoftDeleted"]?.boolValue { isSoftDeleted = deleted }
    let changed = changedNames(old?.attributes ?? [:], attributes)
    var references = old?.references ?? [:]
    var deltas: [String: ReferenceDelta] = [:]
    var movedReferences = false
    for name in referenceNames[type] ?? [] {
      if SourceImport.large.contains(name) {
        let delta = largeDelta(change, name, stored[name] ?? [])
        if !delta.isEmpty { deltas[name] = delta }
      } else {
        let ids = smallReferences(change, name, references[name] ?? [])
        if ids != references[name] ?? [] { movedReferences = true }
        references[name] = ids.isEmpty ? nil : ids
      }
    }
    return result(
      SourceImage(
        key: change.key, kind: SourceImported.Change(rawValue: change.kind.rawValue) ?? .full,
        attributes: attributes, isSoftDeleted: isSoftDeleted, references: references,
        referenceChanges: deltas), changed: changed, movedReferences: movedReferences, entry: entry,
      stored: stored, hasEscrow: hasEscrow, isStaged: isStaged)
  }

  func result(
    _ image: SourceImage, changed: [String], movedReferences: Bool, entry: ConnectorEntry?,
    stored: [String: Set<String>], hasEscrow: Bool, isStaged: Bool
  ) -> Result? {
    let type = image.key.type
    let old = entry?.object
    let (attributes, isSoftDeleted) = (image.attributes, image.isSoftDeleted)
    let (references, deltas) = (image.references, image.referenceChanges)
    let isBack = isStaged || entry?.due?.isDeleted == true
    let isSame =
      changed.isEmpty && deltas.isEmpty && !movedReferences && old?.isSoftDeleted == isSoftDeleted && !isBack
    guard !isSame || reevaluates, !isSame || entry?.due?.object != true else { return nil }
    let objectChanged =
      !changed.isEmpty || old?.isSoftDeleted != isSoftDeleted || reevaluates || old == nil || isBack
    let referencesChanged =
      !deltas.isEmpty || movedReferences || (reevaluates && hasReferences(references, stored))
    let facts = SourceImported(
      change: isSame ? .reevaluated : image.kind,
      isNew: old == nil, attributes: attributes, isSoftDeleted: isSoftDeleted, references: references,
      referenceChanges: deltas, changed: changed,
      due: due(entry, type, object: objectChanged, references: referencesChanged),
      sealed: sealed(type, attributes))
    let wasAssigned = old.map { isAssigned($0.key, $0.attributes) } ?? false
    return Result(
      facts: facts,
      affectedMembers: affected(
        type, deltas["members"] ?? .init(), wasAssigned: wasAssigned,
        isAssigned: isAssigned(image.key, attributes),
        stored: stored["members"] ?? []),
      closesEscrow: hasEscrow && !isSame)
  }

  /// The object is gone for ever: the source says so, or a whole read no longer had it.
  public func deletion(
    _ kind: SourceImported.Change, _ entry: ConnectorEntry?, stored: [String: Set<String>],
    hasEscrow: Bool = false
  ) -> Result? {
    guard let entry, entry.due?.isDeleted != true else { return nil }
    let type = entry.object.key.type
    let wasAssigned = isAssigned(entry.object.key, entry.object.attributes)
    let facts: SourceImported
    if isMapped(type) {
      facts = SourceImported(
        change: kind, attributes: entry.object.attributes, isSoftDeleted: entry.object.isSoftDeleted,
        references: entry.object.references,
        due: ConnectorEntry.Due(
          object: true, isDeleted: true, mayExist: entry.mayHaveAccount),
        sealed: sealed(type, entry.object.attributes))
    } else {
      // Nothing will ever be done about it, so all that it meant for others goes at once.
      guard !entry.object.attributes.isEmpty || stored.contains(where: { !$0.value.isEmpty }) else {
        return nil
      }
      facts = SourceImported(
        change: kind, attributes: [:], referenceChanges: stored.mapValues { .init(removed: $0.sorted()) })
    }
    return Result(
      facts: facts,
      affectedMembers: affected(
        type, .init(), wasAssigned: wasAssigned, isAssigned: false, stored: stored["members"] ?? []),
      closesEscrow: hasEscrow)
  }

  /// The object itself is as it was, but something it depends on changed.
  public func reevaluation(_ entry: ConnectorEntry) -> SourceImported {
    SourceImported(
      change: .reevaluated, attributes: entry.object.attributes, isSoftDeleted: entry.object.isSoftDeleted,
      references: entry.object.references,
      due: due(entry, entry.object.key.type, object: true, references: false),
      sealed: sealed(entry.object.key.type, entry.object.attributes))
  }

  // MARK: - Parts

  private func due(
    _ entry: ConnectorEntry?, _ type: String, object: Bool, references: Bool
  ) -> ConnectorEntry.Due? {
    guard isMapped(type) else { return nil }
    let before = entry?.due
    // Without an account there is nobody to give references to; they come with it.
    let references = references && (object || before?.object == true || entry?.link != nil)
    guard object || references || before != nil else { return nil }
    return ConnectorEntry.Due(
      object: object || before?.object == true, references: references || before?.references == true,
      isDeletionAllowed: before?.isDeletionAllowed == true, mayExist: entry?.mayHaveAccount == true)
  }

  private func sealed(_ type: String, _ attributes: JSONObject) -> [String] {
    guard let names = redacted[type], !names.isEmpty else { return [] }
    return attributes.map(\.name).filter { names.contains($0.lowercased()) }
  }

  func changedNames(_ old: JSONObject, _ new: JSONObject) -> [String] {
    new.filter { old[$0.name] != $0.value }.map(\.name)
      + old.filter { !new.contains($0.name) }.map(\.name)
  }

  private func largeDelta(_ change: SourceChange, _ name: String, _ stored: Set<String>) -> ReferenceDelta {
    switch change.references[name] {
    case .all(let ids):
      let wanted = Set(ids)
      return ReferenceDelta(
        added: wanted.subtracting(stored).sorted(), removed: stored.subtracting(wanted).sorted())
    case .delta(let added, let removed):
      let coming = Set(added)
      return ReferenceDelta(
        added: coming.subtracting(stored).sorted(),
        removed: Set(removed).subtracting(coming).intersection(stored).sorted())
    case nil:
      guard change.kind == .full, !stored.isEmpty else { return ReferenceDelta() }
      return ReferenceDelta(removed: stored.sorted())
    }
  }

  private func smallReferences(_ change: SourceChange, _ name: String, _ old: [String]) -> [String] {
    switch change.references[name] {
    case .all(let ids): return ids
    case .delta(let added, let removed):
      let kept = old.filter { !removed.contains($0) && !added.contains($0) }
      return kept + added
    case nil: return change.kind == .full ? [] : old
    }
  }

  private func hasReferences(_ small: [String: [String]], _ stored: [String: Set<String>]) -> Bool {
    !small.isEmpty || stored.contains { !$0.value.isEmpty }
  }

  private func isAssigned(_ key: SourceKey, _ attributes: JSONObject) -> Bool {
    assignsByGroup && key.type == "Group"
      && job.carriesAssignment(SourceObject(key: key, attributes: attributes))
  }

  private func affected(
    _ type: String, _ delta: ReferenceDelta, wasAssigned: Bool, isAssigned: Bool, stored: Set<String>
  ) -> [String] {
    guard assignsByGroup, type == "Group" else { return [] }
    if wasAssigned != isAssigned {
      return stored.union(delta.added).union(delta.removed).sorted()
    }
    return isAssigned ? delta.added + delta.removed : []
  }
}

extension ConnectorEntry {
  /// Whether there may be an account that is not linked: one that a lost answer told of, or one that was asked for
  /// in a cycle that broke off before it could write that down.
  fileprivate var mayHaveAccount: Bool {
    guard link == nil, let due else { return due?.mayExist == true }
    return due.mayExist || due.object
  }
}
