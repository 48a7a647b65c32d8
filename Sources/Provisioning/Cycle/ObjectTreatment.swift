/// What a cycle wants of an object before it has asked the target anything.
public enum ObjectTreatment: Sendable, Hashable {
  /// Match it or read its account, and create or update.
  case provision
  /// The same, but an account is not made for somebody who is disabled in the source.
  case provisionDisabled
  /// Out of scope: only the attributes that tell of soft deletion are written.
  case disable
  case delete
  /// Nothing; the reason by its word, and for people.
  case leave(reason: String, text: String)

  /// Whether the account is kept as the source has the object, its references included.
  public var isManaged: Bool { self == .provision || self == .provisionDisabled }

  /// Whether an account that is there would lose its access by it.
  public func isDeletion(of link: ConnectorEntry.Link?) -> Bool {
    guard let link else { return false }
    switch self {
    case .disable, .delete: return true
    case .provisionDisabled: return !link.isDisabled
    case .provision, .leave: return false
    }
  }
}

extension ObjectTreatment {
  /// The rules of deprovisioning, from what the job knows alone.
  ///
  /// - Parameter scope: Of the object's last image, also where the object is gone by now.
  public init(
    _ entry: ConnectorEntry, scope: ScopeEvaluation, mapping: ObjectMapping, skipsOutOfScopeDeletions: Bool
  ) {
    if scope.isFilteredOut {
      self = .leave(reason: "FilteredOut", text: scope.reasons.joined(separator: " "))
    } else if entry.due?.isDeleted == true {
      self = ObjectTreatment.deleted(
        entry, isInScope: scope.isInScope, mapping, skips: skipsOutOfScopeDeletions)
    } else if !scope.isInScope {
      self = ObjectTreatment.outOfScope(entry, scope, mapping, skips: skipsOutOfScopeDeletions)
    } else if scope.softDeletionCauses.isEmpty {
      self = .provision
    } else if mapping.canDisable {
      self = .provisionDisabled
    } else if !entry.hasAccount {
      self = .leave(reason: "NotActiveInSource", text: "It is in the source's recycle bin.")
    } else {
      self = ObjectTreatment.deletion(mapping)
    }
  }

  private static func deletion(_ mapping: ObjectMapping) -> ObjectTreatment {
    mapping.flows.contains(.delete)
      ? .delete
      : .leave(
        reason: "DeleteNotEnabled",
        text: "The mapping's target object actions leave out Delete. Add it to flowTypes to have it deleted.")
  }

  private static func deleted(
    _ entry: ConnectorEntry, isInScope: Bool, _ mapping: ObjectMapping, skips: Bool
  ) -> ObjectTreatment {
    guard entry.hasAccount else {
      return .leave(reason: "NotInTarget", text: "It is gone from the source and never was in the target.")
    }
    if isInScope { return deletion(mapping) }
    if skips {
      return .leave(
        reason: "SkipOutOfScopeDeletions",
        text:
          "It left scope before or as it was deleted in the source, and the job says that accounts are to "
          + "be left as they are then.")
    }
    // Whoever is deleted loses assignments and group memberships in the same read: an account that was never
    // disabled must not outlive that.
    guard let link = entry.link, link.isDisabled else { return deletion(mapping) }
    return .leave(
      reason: "NotEffectivelyEntitled",
      text: "It had left scope before it was deleted in the source; its account is disabled and no longer "
        + "managed.")
  }

  private static func outOfScope(
    _ entry: ConnectorEntry, _ scope: ScopeEvaluation, _ mapping: ObjectMapping, skips: Bool
  ) -> ObjectTreatment {
    guard entry.hasAccount else {
      return .leave(reason: "NotEffectivelyEntitled", text: scope.reasons.joined(separator: " "))
    }
    if skips {
      return .leave(
        reason: "SkipOutOfScopeDeletions",
        text: "It left scope, and the job says that accounts are to be left as they are then.")
    }
    guard mapping.canDisable else { return deletion(mapping) }
    if entry.link?.isDisabled == true {
      return .leave(
        reason: "NotEffectivelyEntitled", text: "It is out of scope, and its account is disabled already.")
    }
    guard mapping.mapsSoftDeletion else {
      return .leave(
        reason: "SoftDeletionNotMapped",
        text: "It left scope, but no mapping reads IsSoftDeleted, so nothing tells the target. Map active to "
          + #"Switch([IsSoftDeleted], , "False", "True", "True", "False")."#)
    }
    guard mapping.flows.contains(.update) else {
      return .leave(
        reason: "UpdateNotEnabled",
        text: "It left scope, and the mapping's target object actions leave out Update, which disables.")
    }
    return .disable
  }
}

extension ConnectorEntry {
  /// Whether there is an account, or may be one that a lost answer told of.
  fileprivate var hasAccount: Bool { link != nil || due?.mayExist == true }
}

extension ObjectMapping {
  /// Whether resources of its target type can be disabled; a SCIM Group has nothing to disable it by.
  var canDisable: Bool { targetType != "Group" }
}
