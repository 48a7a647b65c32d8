import JSONTape
import SCIM

extension Job {
  /// Decides whether an object is provisioned.
  ///
  /// - Parameter isMemberOfAssignedGroup: Whether it is a direct member of a group for which
  ///   `carriesAssignment` holds.
  public func scope(
    _ object: SourceObject, isMemberOfAssignedGroup: Bool, in mapping: ObjectMapping
  ) -> ScopeEvaluation {
    let syncsAll = document.scope == .all
    let isAssigned = isMemberOfAssignedGroup || !Job.assignments(of: object).isEmpty
    let hasRole = syncsAll || isMemberOfAssignedGroup || hasRequiredRole(object)
    let filter = mapping.scope.evaluate(object)
    var causes: [ScopeEvaluation.SoftDeletionCause] = []
    if !syncsAll, !isAssigned || !hasRole { causes.append(.unassigned) }
    if !filter.holds { causes.append(.outOfScope) }
    if object.isSoftDeleted { causes.append(.softDeleted) }
    if object.isAccountDisabled { causes.append(.accountDisabled) }
    return ScopeEvaluation(
      isActive: !object.isSoftDeleted && !object.isAccountDisabled, isAssigned: isAssigned,
      syncsAll: syncsAll, hasRequiredRole: hasRole, filter: filter, softDeletionCauses: causes)
  }

  /// Whether the object itself is assigned in a role that counts; then its direct members are too.
  public func carriesAssignment(_ object: SourceObject) -> Bool {
    !Job.assignments(of: object).isEmpty && hasRequiredRole(object)
  }

  private func hasRequiredRole(_ object: SourceObject) -> Bool {
    guard let role = document.requiredRole else { return true }
    return Job.assignments(of: object).contains { assignment in
      assignment.stringValue == role
        || assignment.objectValue?.firstIgnoringCase("value")?.value.stringValue == role
    }
  }

  private static func assignments(of object: SourceObject) -> [JSONValue] {
    switch object.value(of: SourceAttributeName.appRoleAssignments) {
    case nil: []
    case .array(let assignments)?: assignments.filter { !$0.isNull }
    case let assignment?: [assignment]
    }
  }
}
