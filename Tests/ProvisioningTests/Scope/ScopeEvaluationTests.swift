import JSONTape
import Provisioning
import Testing

@Suite struct `Scope evaluation` {
  static func job(
    _ scope: Assignment = .assigned, role: String? = nil, filter: ScopeFilter = ScopeFilter()
  ) -> Job {
    Job(
      document: JobDocument(
        name: "a", source: .directory(path: "s"), target: TargetSettings(url: "https://x.example"),
        scope: scope,
        requiredRole: role, schemaFile: "schema.json"),
      mappings: [
        ObjectMapping(name: "Users", sourceType: "User", targetType: "User", attributes: [], scope: filter)
      ])
  }

  static func evaluate(
    _ job: Job, _ attributes: JSONObject, isSoftDeleted: Bool = false, isMember: Bool = false
  ) -> ScopeEvaluation {
    let object = SourceObject(
      key: SourceKey(type: "User", id: "1"), attributes: attributes, isSoftDeleted: isSoftDeleted)
    return job.scope(object, isMemberOfAssignedGroup: isMember, in: job.mappings[0])
  }

  static let assigned: JSONObject = [
    "appRoleAssignments": [["id": "1", "value": "Engineer"]], "accountEnabled": true,
  ]

  @Test func `an assigned object is in scope`() {
    let evaluation = Self.evaluate(Self.job(), Self.assigned)
    #expect(evaluation.isInScope)
    #expect(!evaluation.isSoftDeleted)
    #expect(evaluation.reasons.isEmpty)
    #expect(evaluation.json["isInScope"] == true)
  }

  @Test func `the four causes of a soft deletion, and no other`() throws {
    let filter = ScopeFilter(groups: [
      .init(
        name: "Sales",
        clauses: [try ScopeClause(attribute: "department", comparison: .equals, values: ["Sales"])])
    ])
    let job = Self.job(filter: filter)
    var inScope = Self.assigned
    inScope["department"] = "Sales"
    #expect(Self.evaluate(job, inScope).softDeletionCauses == [])
    #expect(Self.evaluate(job, ["department": "Sales"]).softDeletionCauses == [.unassigned])
    #expect(Self.evaluate(job, Self.assigned).softDeletionCauses == [.outOfScope])
    #expect(Self.evaluate(job, inScope, isSoftDeleted: true).softDeletionCauses == [.softDeleted])
    inScope["accountEnabled"] = "False"
    #expect(Self.evaluate(job, inScope).softDeletionCauses == [.accountDisabled])
    #expect(
      Self.evaluate(job, ["accountEnabled": false], isSoftDeleted: true).softDeletionCauses
        == ScopeEvaluation.SoftDeletionCause.allCases)
  }

  @Test func `who is disabled stays in scope and is not active`() {
    let evaluation = Self.evaluate(
      Self.job(), ["appRoleAssignments": ["User"], "accountEnabled": false])
    #expect(evaluation.isInScope)
    #expect(!evaluation.isActive)
    #expect(evaluation.isSoftDeleted)
    #expect(evaluation.reasons.count == 1)
  }

  @Test func `membership of an assigned group assigns`() {
    #expect(Self.evaluate(Self.job(role: "Engineer"), [:], isMember: true).isInScope)
    #expect(!Self.evaluate(Self.job(), [:]).isInScope)
    #expect(!Self.evaluate(Self.job(), ["appRoleAssignments": []]).isInScope)
    #expect(Self.evaluate(Self.job(.all), [:]).isInScope)
  }

  static let assignments: [(JSONValue, Bool)] = [
    ([["value": "Engineer"]], true), (["Engineer"], true), ([["value": "Guest"]], false), ("Engineer", true),
    ([nil], false),
  ]

  @Test(arguments: assignments)
  func `a required role has to be among the assignments`(assignments: JSONValue, holds: Bool) {
    let attributes: JSONObject = ["appRoleAssignments": assignments]
    let evaluation = Self.evaluate(Self.job(role: "Engineer"), attributes)
    #expect(evaluation.isInScope == holds)
    let group = SourceObject(key: SourceKey(type: "Group", id: "2"), attributes: attributes)
    #expect(Self.job(role: "Engineer").carriesAssignment(group) == holds)
  }

  @Test func `reasons are numbered, each with what would change it`() throws {
    let filter = ScopeFilter(groups: [
      .init(
        name: "Sales",
        clauses: [
          try ScopeClause(attribute: "department", comparison: .equals, values: ["Sales"]),
          try ScopeClause(attribute: "accountEnabled", comparison: .isTrue),
        ])
    ])
    let reasons = Self.evaluate(Self.job(filter: filter), ["accountEnabled": true]).reasons
    #expect(reasons.count == 2)
    #expect(reasons[0].hasPrefix("1) This object is not assigned to the application."))
    #expect(
      reasons[1].hasPrefix(
        "2) This object does not satisfy the scoping filter: Sales department EQUALS Sales."))
  }
}
