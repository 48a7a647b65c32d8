import MappingExpressions
import SCIM
import Spelling

extension SynchronizationSchemaReader {
  /// Attributes that Entra's scoping filters don't take, in lower case.
  private static let unsupported: Set<String> = [
    "members", "manager", "approleassignments", "usertype", "ismemberof",
  ]

  mutating func scope(of mapping: DocumentNode, source: DirectoryDefinitions.Object?) -> ScopeFilter {
    guard let node = reading.object("scope", of: mapping) else { return ScopeFilter() }
    return ScopeFilter(
      groups: groups("groups", of: node, source: source),
      inputGroups: groups("inputFilterGroups", of: node, source: source),
      categoryGroups: groups("categoryFilterGroups", of: node, source: source))
  }

  private mutating func groups(
    _ name: String, of node: DocumentNode, source: DirectoryDefinitions.Object?
  ) -> [ScopeFilter.Group] {
    var groups: [ScopeFilter.Group] = []
    for group in reading.list(name, of: node) {
      var clauses: [ScopeClause] = []
      for clause in reading.list("clauses", of: group) {
        if let read = self.clause(clause, source: source) { clauses.append(read) }
      }
      // Without a clause a group would let everybody in, which an empty list of groups says better.
      guard !clauses.isEmpty else { continue }
      groups.append(ScopeFilter.Group(name: reading.text("name", of: group) ?? "", clauses: clauses))
    }
    return groups
  }

  private mutating func clause(
    _ node: DocumentNode, source: DirectoryDefinitions.Object?
  ) -> ScopeClause? {
    let attribute = reading.requiredText("sourceOperandName", of: node, example: "department")
    let comparison = self.comparison(of: node)
    guard let attribute, let comparison else { return nil }
    warn(of: attribute, source: source, at: node)
    var values: [String] = []
    if comparison.takesValue {
      let operand = reading.object("targetOperand", of: node)
      values = operand.map { reading.list("values", of: $0).compactMap(\.text) } ?? []
      guard !values.isEmpty else {
        reading.error(
          "\(comparison.rawValue) needs a value to compare with; expected targetOperand with values", at: node
        )
        return nil
      }
    }
    if comparison.isNumeric, let value = values.first(where: { Int64($0) == nil }) {
      reading.error("\(comparison.rawValue) compares integers; \(value) is none", at: node)
    }
    do throws(RegularExpressionError) {
      return try ScopeClause(attribute: attribute, comparison: comparison, values: values)
    } catch {
      reading.error("the regular expression is wrong: \(error)", at: node)
      return nil
    }
  }

  private mutating func comparison(of node: DocumentNode) -> ScopeOperator? {
    guard let text = reading.requiredText("operatorName", of: node, example: "EQUALS") else { return nil }
    func plain(_ word: String) -> String { word.lowercased().replacing("_", with: " ") }
    if let found = ScopeOperator.allCases.first(where: { plain($0.rawValue) == plain(text) }) { return found }
    let known = ScopeOperator.allCases.map(\.rawValue)
    reading.error(
      "unknown operator \(text)\(NearestWord.hint(for: text, among: known))", at: node["operatorName"] ?? node
    )
    return nil
  }

  private mutating func warn(
    of attribute: String, source: DirectoryDefinitions.Object?, at node: DocumentNode
  ) {
    let operand = node["sourceOperandName"] ?? node
    if SynchronizationSchemaReader.unsupported.contains(attribute.lowercased()) {
      reading.warning("Entra's scoping filters do not take \(attribute)", at: operand)
    } else if let definition = source?[attribute], definition.isMultivalued {
      reading.warning(
        "Entra's scoping filters do not take multi-valued attributes; here all values of \(attribute) must fit",
        at: operand)
    } else if let source, !source.attributes.isEmpty, source[attribute] == nil {
      let nearest = NearestWord.to(attribute, among: source.attributes.map(\.name))
      reading.warning(
        "the schema's source directory has no attribute \(attribute)"
          + (nearest.map { "; did you mean \($0)?" } ?? ""), at: operand)
    }
  }
}
