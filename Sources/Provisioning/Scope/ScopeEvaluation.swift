public import JSONTape

/// Why an object is or is not provisioned: the five checks of Entra's scoping step.
public struct ScopeEvaluation: Sendable, Hashable {
  /// Why `IsSoftDeleted` is true; there are no other causes.
  public enum SoftDeletionCause: String, Sendable, Hashable, CaseIterable {
    /// Neither the object nor a group that it is a direct member of is assigned, or not in the required role.
    case unassigned
    /// The scoping filter does not hold.
    case outOfScope
    /// It lies in the source's recycle bin.
    case softDeleted
    /// Its `accountEnabled` is false.
    case accountDisabled
  }

  /// "Active in the source system": neither in the recycle bin nor disabled.
  public var isActive: Bool
  /// "Assigned to the application".
  public var isAssigned: Bool
  /// "Scope sync all".
  public var syncsAll: Bool
  /// "User has the required role"; true where none is required.
  public var hasRequiredRole: Bool
  public var filter: ScopeFilterResult
  /// In the order of the four causes; empty for an object that is provisioned.
  public var softDeletionCauses: [SoftDeletionCause]

  public init(
    isActive: Bool, isAssigned: Bool, syncsAll: Bool, hasRequiredRole: Bool, filter: ScopeFilterResult,
    softDeletionCauses: [SoftDeletionCause]
  ) {
    self.isActive = isActive
    self.isAssigned = isAssigned
    self.syncsAll = syncsAll
    self.hasRequiredRole = hasRequiredRole
    self.filter = filter
    self.softDeletionCauses = softDeletionCauses
  }

  /// Whether assignment and scoping filter let it in.
  ///
  /// An object that is disabled or in the recycle bin stays in scope and is soft-deleted.
  public var isInScope: Bool {
    (syncsAll || (isAssigned && hasRequiredRole)) && filter.holds
  }

  /// The value of `[IsSoftDeleted]`.
  public var isSoftDeleted: Bool { !softDeletionCauses.isEmpty }

  /// Whether the mapping does not look at the object at all: nothing is sent for it, not even a disable.
  public var isFilteredOut: Bool { filter.isFilteredOut }
}

extension ScopeEvaluation {
  /// Why the object is not provisioned, numbered, each with what would change that; empty where it is.
  public var reasons: [String] {
    var reasons: [String] = []
    if isFilteredOut {
      reasons.append(
        "The filter at reading or the category filter of the mapping leaves this object out, so that "
          + "nothing is done about it. To have it provisioned, change inputFilterGroups or categoryFilterGroups."
      )
    }
    if !syncsAll, !isAssigned {
      reasons.append(
        "This object is not assigned to the application. If it was not meant to be skipped, assign it, or a "
          + "group that it is a direct member of; members of groups within groups do not count.")
    } else if !syncsAll, !hasRequiredRole {
      reasons.append(
        "This object is assigned to the application, but not in the required role. If it was not meant "
          + "to be skipped, assign it in that role.")
    }
    if !filter.holds {
      let failed = filter.groups.map { group in
        zip(group.clauses, group.texts).filter { !$0.0.holds }.map(\.1).joined(separator: " and ")
      }
      reasons.append(
        "This object does not satisfy the scoping filter: \(failed.joined(separator: "; nor ")). "
          + "If it was not meant to be skipped, change its attributes or the filter.")
    }
    if softDeletionCauses.contains(.softDeleted) {
      reasons.append(
        "This object is deleted in the source and lies in its recycle bin. If it was not meant to be, "
          + "restore it there.")
    }
    if softDeletionCauses.contains(.accountDisabled) {
      reasons.append(
        "This object is disabled in the source. If it was not meant to be, set its accountEnabled to true.")
    }
    return reasons.enumerated().map { "\($0.offset + 1)) \($0.element)" }
  }

  /// The evaluation as an event holds it.
  public var json: JSONObject {
    var json: JSONObject = [
      "isInScope": .bool(isInScope), "isActive": .bool(isActive), "isAssigned": .bool(isAssigned),
      "syncsAll": .bool(syncsAll), "hasRequiredRole": .bool(hasRequiredRole),
      "passesFilter": .bool(filter.holds), "filter": filter.json,
      "softDeletionCauses": .array(softDeletionCauses.map { .string($0.rawValue) }),
      "reasons": .array(reasons.map { .string($0) }),
    ]
    if isFilteredOut { json["isFilteredOut"] = true }
    return json
  }
}
