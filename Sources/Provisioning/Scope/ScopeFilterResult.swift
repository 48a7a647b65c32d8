public import JSONTape

/// What a scoping filter says of one object, clause by clause.
public struct ScopeFilterResult: Sendable, Hashable {
  public struct Clause: Sendable, Hashable {
    /// `department EQUALS Sales`.
    public var text: String
    public var holds: Bool

    public init(text: String, holds: Bool) {
      self.text = text
      self.holds = holds
    }
  }

  public struct Group: Sendable, Hashable {
    public var name: String
    public var clauses: [Clause]

    public init(name: String, clauses: [Clause]) {
      self.name = name
      self.clauses = clauses
    }

    /// Whether all clauses hold.
    public var holds: Bool { clauses.allSatisfy(\.holds) }

    /// The clauses with the group's title in front: `Sales in Europe department EQUALS Sales`.
    public var texts: [String] { clauses.map { name.isEmpty ? $0.text : "\(name) \($0.text)" } }
  }

  public var groups: [Group]
  public var inputGroups: [Group]
  public var categoryGroups: [Group]

  public init(groups: [Group] = [], inputGroups: [Group] = [], categoryGroups: [Group] = []) {
    self.groups = groups
    self.inputGroups = inputGroups
    self.categoryGroups = categoryGroups
  }

  /// Whether the object satisfies the scoping filter.
  public var holds: Bool { ScopeFilterResult.anyHolds(groups) }

  /// Whether the object is none of this mapping's business: neither provisioned nor deprovisioned by it.
  public var isFilteredOut: Bool {
    !ScopeFilterResult.anyHolds(inputGroups) || !ScopeFilterResult.anyHolds(categoryGroups)
  }

  private static func anyHolds(_ groups: [Group]) -> Bool {
    groups.isEmpty || groups.contains(where: \.holds)
  }

  /// Every clause by its text, and whether it held.
  public var json: JSONValue {
    func list(_ groups: [Group]) -> JSONValue {
      .array(
        groups.map { group in
          let clauses = group.clauses.map { clause -> JSONValue in
            ["text": .string(clause.text), "holds": .bool(clause.holds)]
          }
          return ["name": .string(group.name), "clauses": .array(clauses)]
        })
    }
    var json: JSONObject = ["groups": list(groups)]
    if !inputGroups.isEmpty { json["inputFilterGroups"] = list(inputGroups) }
    if !categoryGroups.isEmpty { json["categoryFilterGroups"] = list(categoryGroups) }
    return .object(json)
  }
}
