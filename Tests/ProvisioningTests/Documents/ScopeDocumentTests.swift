import JSONTape
import Provisioning
import Testing

@Suite struct `Scope document` {
  private static let clause =
    #"{"sourceOperandName": "department", "operatorName": "EQUALS", "targetOperand": {"values": ["Tours"]}}"#

  private func load(_ text: String, as name: String = "scope.yaml") throws -> ScopeDocument {
    let files = try JobFiles([name: text])
    return try withExtendedLifetime(files) { try ScopeDocument.load(file: files.path(of: name)) }
  }

  private func problems(_ text: String) -> String {
    do {
      _ = try load(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `assignment, role and filters by source type`() throws {
    let scope = try load(
      """
      scope: assigned
      requiredRole: Writer
      filters:
        User:
          groups:
            - name: Tours
              clauses: [\(Self.clause)]
        Group: {}
      """)
    #expect(scope.assignment == .assigned)
    #expect(scope.requiredRole == "Writer")
    #expect(scope.filters["User"]?.groups.first?.clauses.first?.description == "department EQUALS Tours")
    #expect(scope.filters["Group"]?.groups.isEmpty == true)
  }

  @Test func `a filter alone is that of users, and a schema gives those of its mappings`() throws {
    let filter = #"{"groups": [{"clauses": [\#(Self.clause)], "name": ""}]}"#
    #expect(try load(filter, as: "scope.json").filters["User"]?.groups.count == 1)
    let schema = try load(JobFiles.schema(scope: filter), as: "schema.json")
    #expect(schema.filters["User"]?.groups.count == 1)
    #expect(schema.assignment == nil)
  }

  @Test func `what is no scope is refused at its place`() {
    #expect(problems("scope: everyone").contains("unknown value everyone"))
    #expect(problems("filter: {}").contains("did you mean filters"))
    #expect(problems("filters: {User: {group: []}}").contains("did you mean groups"))
    #expect(problems("{}").contains("nothing of a scope is here"))
  }

  @Test func `a job takes it over and keeps the rest`() throws {
    let files = try JobFiles([
      "schema.json": JobFiles.schema(),
      "job.yaml": """
      name: test
      source: {directory: source}
      target: {url: "https://scim.example.com/v2", tokenEnvironment: TOKEN}
      schema: schema.json
      requiredRole: Reader
      """,
    ])
    let job = try files.job()
    let other = try load("{scope: all, filters: {User: {groups: [{clauses: [\(Self.clause)]}]}}}").applied(
      to: job)
    #expect(other.document.scope == .all)
    #expect(other.document.requiredRole == "Reader")
    #expect(other.mappings.first?.scope.groups.count == 1)
    #expect(other.mappings.first?.attributes.count == job.mappings.first?.attributes.count)
    #expect(other.configurationHash != job.configurationHash)
  }

  @Test func `a recorded configuration gives the job that was recorded`() throws {
    let files = try JobFiles(["schema.json": JobFiles.schema(), "job.yaml": `Job document`.full])
    let job = try files.job()
    let recorded = try Job.recorded(
      JobConfigured(
        hash: job.configurationHash, job: .object(job.document.json), schema: job.schemaDocument))
    #expect(recorded.configurationHash == job.configurationHash)
    #expect(recorded.document.limits == job.document.limits)
    #expect(recorded.document.limits.deletions == nil)
    #expect(recorded.document.target.retries == 0)
    var limits = job.document
    limits.limits.deletions = 7
    limits.target.requestsAtOnce = 2
    let later = try Job.recorded(
      JobConfigured(
        hash: job.configurationHash, job: .object(job.document.json), schema: job.schemaDocument),
      limits: limits.workingLimits)
    #expect(later.document.limits.deletions == 7)
    #expect(later.document.target.requestsAtOnce == 2)
  }
}
