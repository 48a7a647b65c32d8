import JSONTape
import MappingExpressions
import Provisioning
import Testing

@Suite struct `Scope filter` {
  static let object = SourceObject(
    key: SourceKey(type: "User", id: "1"),
    attributes: [
      "department": "Sales", "empty": "", "none": nil, "enabled": true, "disabled": "False", "badge": 1000,
      "text": "ab12", "number": "42", "many": ["Sales", "Sale"], "nothing": [],
      "huge": "99999999999999999999",
    ])

  @Test(arguments: [
    // Each operator, holding and not, then on an empty and on an absent attribute.
    ("department", ScopeOperator.isIn, ["Legal, Sales"], true), ("department", .isIn, ["Legal,Sale"], false),
    ("department", .isIn, ["Legal", "Sales"], true), ("empty", .isIn, [""], false),
    ("department", .isNotIn, ["Legal, Sales"], false), ("department", .isNotIn, ["Legal"], true),
    ("none", .isNotIn, ["Legal"], false),
    ("department", .endsWith, ["les"], true), ("department", .endsWith, ["LES"], false),
    ("department", .equals, ["Sales"], true), ("department", .equals, ["sales"], false),
    ("department", .equals, ["Legal", "Sales"], true), ("enabled", .equals, ["True"], true),
    ("badge", .equals, ["1000"], true), ("empty", .equals, [""], false),
    ("department", .notEquals, ["Sales"], false), ("department", .notEquals, ["sales"], true),
    ("department", .notEquals, ["Sales", "x"], false), ("none", .notEquals, ["x"], false),
    ("badge", .greaterThan, ["999"], true), ("badge", .greaterThan, ["1000"], false),
    ("number", .greaterThan, ["41"], true), ("department", .greaterThan, ["0"], false),
    ("huge", .greaterThan, ["0"], false), ("none", .greaterThan, ["-1"], false),
    ("badge", .greaterThanOrEquals, ["1000"], true), ("badge", .greaterThanOrEquals, ["1001"], false),
    ("department", .includes, ["ale"], true), ("department", .includes, ["ALE"], false),
    ("disabled", .isFalse, [], true), ("enabled", .isFalse, [], false), ("none", .isFalse, [], false),
    ("enabled", .isTrue, [], true), ("disabled", .isTrue, [], false), ("none", .isTrue, [], false),
    ("department", .isNotNull, [], true), ("empty", .isNotNull, [], false), ("absent", .isNotNull, [], false),
    ("department", .isNull, [], false), ("empty", .isNull, [], true), ("none", .isNull, [], true),
    ("nothing", .isNull, [], true),
    ("text", .regularExpressionMatch, ["[a-z]+[0-9]+"], true),
    ("text", .regularExpressionMatch, ["[a-z]+"], false),
    ("number", .regularExpressionMatch, ["([1-9][0-9])"], true),
    ("empty", .regularExpressionMatch, [".*"], false),
    ("text", .notRegularExpressionMatch, ["[a-z]+"], true),
    ("text", .notRegularExpressionMatch, [".*"], false),
    ("none", .notRegularExpressionMatch, ["x"], false),
    // Of several values all must fit.
    ("many", .includes, ["Sale"], true), ("many", .equals, ["Sales"], false),
    ("DEPARTMENT", .equals, ["Sales"], true), ("objectId", .equals, ["1"], true),
  ])
  func `each operator says what the documentation says`(
    attribute: String, comparison: ScopeOperator, values: [String], holds: Bool
  ) throws {
    let clause = try ScopeClause(attribute: attribute, comparison: comparison, values: values)
    #expect(clause.evaluate(Self.object).holds == holds)
  }

  @Test func `there are fourteen operators`() {
    #expect(ScopeOperator.allCases.count == 14)
  }

  @Test func `a pattern that never ends does not hold, nor does its opposite`() throws {
    let object = SourceObject(
      key: SourceKey(type: "User", id: "1"),
      attributes: ["text": .string(String(repeating: "a", count: 40) + "!")])
    for comparison in [ScopeOperator.regularExpressionMatch, .notRegularExpressionMatch] {
      let clause = try ScopeClause(attribute: "text", comparison: comparison, values: ["(a|aa)+$"])
      _ = clause.evaluate(object)
    }
  }

  @Test func `clauses of a group are all needed, groups one`() throws {
    let sales = try ScopeClause(attribute: "department", comparison: .equals, values: ["Sales"])
    let badge = try ScopeClause(attribute: "badge", comparison: .greaterThan, values: ["5000"])
    let enabled = try ScopeClause(attribute: "enabled", comparison: .isTrue)
    func result(_ groups: [[ScopeClause]]) -> ScopeFilterResult {
      ScopeFilter(groups: groups.map { ScopeFilter.Group(name: "G", clauses: $0) }).evaluate(Self.object)
    }
    #expect(result([]).holds)
    #expect(result([[sales, enabled]]).holds)
    #expect(!result([[sales, badge]]).holds)
    #expect(result([[badge], [sales]]).holds)
    #expect(!result([[badge], [sales, badge]]).holds)
    #expect(
      result([[sales, badge]]).groups[0].texts == ["G department EQUALS Sales", "G badge Greater_Than 5000"])
    #expect(result([[sales, badge]]).groups[0].clauses.map(\.holds) == [true, false])
  }

  @Test func `a filter at reading leaves out and does not deprovision`() throws {
    let badge = try ScopeClause(attribute: "badge", comparison: .greaterThan, values: ["5000"])
    let group = ScopeFilter.Group(name: "", clauses: [badge])
    #expect(ScopeFilter(inputGroups: [group]).evaluate(Self.object).isFilteredOut)
    #expect(ScopeFilter(categoryGroups: [group]).evaluate(Self.object).isFilteredOut)
    #expect(ScopeFilter(inputGroups: [group]).evaluate(Self.object).holds)
    #expect(!ScopeFilter(groups: [group]).evaluate(Self.object).isFilteredOut)
  }
}
