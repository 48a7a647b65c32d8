import EventLog
import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// What a job's objects would come to under another configuration.
@Suite struct `What-if of a job` {
  private func withTours(
    limit: Int? = 3, _ body: (ProvisioningWorld) async throws -> Void
  ) async throws {
    try await withWorld(Leaving.scoped, { $0.limits.deletions = limit }) { world in
      for index in 0..<6 { world.hire("u\(index)", ["department": index < 5 ? "Tours" : "Sales"]) }
      try await world.cycle()
      try await body(world)
    }
  }

  private func mapped(_ change: (inout TestSchema) -> Void) throws -> JobWhatIf {
    var schema = Leaving.scoped
    change(&schema)
    return .mappings(try Job.mappings(schemaDocument: schema.json), schemaDocument: schema.json)
  }

  private func scoped(_ department: String) throws -> JobWhatIf {
    let clause = try ScopeClause(attribute: "department", comparison: .equals, values: [department])
    return .scope(
      ScopeDocument(filters: ["User": ScopeFilter(groups: [.init(name: "", clauses: [clause])])]))
  }

  private func lastCycle(_ world: ProvisioningWorld) throws -> JobReplaySelection {
    let cycle = try #require(try world.ledger.cycles(limit: 1).first)
    return .cycle(cycle, head: try world.ledger.head())
  }

  @Test func `another mapping: who would be updated now, and from what to what`() async throws {
    try await withTours { world in
      _ = world.target.take()
      let other = try mapped { $0.users[3] = .init("title", #""Chief""#) }
      let report = try world.ledger.whatIf(other, now: world.time.value)
      #expect(report.objects == 6)
      #expect(report.matrix[.init(was: .skip, wouldBe: .update)] == 5)
      #expect(report.matrix[.init(was: .skip, wouldBe: .skip)] == 1)
      let first = try #require(report.differences.first)
      #expect(first.attributes == [.init(name: "title", was: "Guide", wouldBe: "Chief")])
      #expect(report.deletions.isEmpty)
      #expect(report.assumptions.isEmpty)
      #expect(world.target.take().isEmpty)
    }
  }

  @Test func `another mapping: what a recorded cycle would have created`() async throws {
    try await withTours { world in
      let other = try mapped { $0.users[2] = .init("displayName", "[mailNickname]") }
      let report = try world.ledger.whatIf(other, lastCycle(world))
      #expect(report.matrix[.init(was: .create, wouldBe: .create)] == 5)
      #expect(report.differences.count == 5)
      // They come in the order in which the cycle's requests were answered.
      #expect(
        report.differences.first { $0.key == .user("u0") }?.attributes == [
          .init(name: "displayName", was: "Name of u0", wouldBe: "u0")
        ])
    }
  }

  @Test func `another scope takes access away, and too many at once would be held back`() async throws {
    try await withTours { world in
      let report = try world.ledger.whatIf(scoped("Sales"), now: world.time.value)
      #expect(report.matrix[.init(was: .skip, wouldBe: .heldBack)] == 5)
      let deletions = try #require(report.deletions.first)
      #expect(deletions.wouldBe == 5 && deletions.was == 0 && deletions.limit == 3)
      #expect(deletions.isHeldBack)
      // Nobody has ever asked the target for whoever comes into scope.
      #expect(report.matrix[.init(was: .skip, wouldBe: .create)] == 1)
      #expect(report.assumptions.map(\.key) == [.user("u5")])
      #expect(report.assumptions.first?.question.hasPrefix("GET /Users?filter=userName") ?? false)
    }
    try await withTours(limit: nil) { world in
      let report = try world.ledger.whatIf(scoped("Sales"), now: world.time.value)
      #expect(report.matrix[.init(was: .skip, wouldBe: .disable)] == 5)
      #expect(report.deletions.first?.isHeldBack == false)
      #expect(
        report.differences.first?.attributes == [.init(name: "active", was: true, wouldBe: false)])
    }
  }

  @Test func `what was held back in a cycle would have been left alone under a wider scope`() async throws {
    try await withTours { world in
      for index in 0..<4 { world.source.patch(.user("u\(index)"), ["department": "Sales"]) }
      try await world.cycle()
      let report = try world.ledger.whatIf(
        .scope(ScopeDocument(filters: ["User": .init()])), lastCycle(world))
      #expect(report.matrix[.init(was: .heldBack, wouldBe: .skip)] == 4)
      #expect(report.deletions.first?.was == 4)
      #expect(report.deletions.first?.wouldBe == 0)
      #expect(report.deletions.first?.isHeldBack == false)
    }
  }

  @Test func `what no image holds is left out, or refused where everything hangs on it`() async throws {
    try await withTours { world in
      let other = try mapped { schema in
        schema.users[3] = .init("title", #""Chief""#)
        schema.users.append(.init("nickName", "[city]"))
      }
      let report = try world.ledger.whatIf(other, now: world.time.value)
      #expect(report.leftOut.count == 1)
      #expect(report.leftOut.first?.contains("city") == true)
      #expect(report.matrix[.init(was: .skip, wouldBe: .update)] == 5)
      let scope = try ScopeClause(attribute: "city", comparison: .equals, values: ["Oslo"])
      let change = JobWhatIf.scope(
        ScopeDocument(filters: ["User": ScopeFilter(groups: [.init(name: "", clauses: [scope])])]))
      #expect(throws: JobWhatIfError.unrecordedAttributes(["User.city"])) {
        try world.ledger.whatIf(change, now: world.time.value)
      }
    }
  }

  @Test(arguments: 0..<6)
  func `the same configuration comes to the same in every cycle`(group: Int) async throws {
    for seed in UInt64(group * 2)..<UInt64(group * 2 + 2) {
      try await withFaultyRun(seed: seed) { run in
        let world = run.world
        let job = try world.job()
        let same = JobWhatIf.mappings(job.mappings, schemaDocument: job.schemaDocument)
        let all = JobReplaySelection.events(from: Position(1), through: try world.ledger.head())
        let report = try world.ledger.whatIf(same, all)
        for difference in report.differences.prefix(3) { Issue.record("seed \(seed): \(difference)") }
        #expect(report.objects > 10)
        #expect(report.assumptions.isEmpty)
        let present = try world.ledger.whatIf(same, now: world.time.value)
        #expect(present.differences.isEmpty, "seed \(seed)")
        #expect(present.objects > 4)
      }
    }
  }
}
