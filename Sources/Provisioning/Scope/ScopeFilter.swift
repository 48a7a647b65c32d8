/// Which source objects an object mapping is for (Microsoft Graph, `filter`).
///
/// Of each set, one group must hold, and in the group all clauses; an empty set holds.
public struct ScopeFilter: Sendable {
  public struct Group: Sendable {
    /// The title that the administrator gave it; may be empty.
    public var name: String
    public var clauses: [ScopeClause]

    public init(name: String, clauses: [ScopeClause]) {
      self.name = name
      self.clauses = clauses
    }
  }

  /// The scoping filter: objects that leave it are deprovisioned.
  public var groups: [Group]
  /// A filter at reading: objects that leave it are no longer looked at, and not deprovisioned.
  public var inputGroups: [Group]
  /// Which objects this mapping is for at all, among several of the same source type.
  public var categoryGroups: [Group]

  public init(groups: [Group] = [], inputGroups: [Group] = [], categoryGroups: [Group] = []) {
    self.groups = groups
    self.inputGroups = inputGroups
    self.categoryGroups = categoryGroups
  }

  /// Evaluates every clause of every group.
  public func evaluate(_ object: SourceObject) -> ScopeFilterResult {
    func results(_ groups: [Group]) -> [ScopeFilterResult.Group] {
      groups.map { group in
        ScopeFilterResult.Group(name: group.name, clauses: group.clauses.map { $0.evaluate(object) })
      }
    }
    return ScopeFilterResult(
      groups: results(groups), inputGroups: results(inputGroups), categoryGroups: results(categoryGroups))
  }
}
