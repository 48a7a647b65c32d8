import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// One object at an administrator's wish, outside of any cycle.
@Suite struct `On demand` {
  @Test func `one person goes through all steps, and nobody else does`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob", manager: "ann")
      let report = try await world.runner().provisionOnDemand("ann@example.com")
      #expect(report.outcome == .succeeded)
      #expect(report.test.passed)
      #expect(
        report.events.map(\.kind) == [
          .scopeEvaluated, .matchQueried, .mappingEvaluated, .decisionMade, .exportRequested, .exportAnswered,
          .changeCompleted,
        ])
      #expect(await world.resources("/Users").count == 1)
      #expect(try world.ledger.state().needsInitialCycle)
      let cycle = try await world.cycle()
      #expect(cycle.counts.count(.create, .success) == 1)
      #expect(await world.manager(of: "bob@example.com") == "ann@example.com")
    }
  }

  @Test func `what a later page says of the object counts too`() async throws {
    try await withWorld { world in
      let ids = ["ann", "bob", "eve"]
      for id in ids { world.hire(id) }
      world.found("guides", members: ids)
      world.source.configure { $0.limit = 1 }
      try await world.cycle()
      let report = try await world.runner().provisionOnDemand("guides", type: "Group")
      #expect(report.outcome == .succeeded)
      #expect(await world.members(of: "Group guides")?.count == 3)
      await #expect(throws: JobRunError.notFound("joe")) {
        try await world.runner().provisionOnDemand("joe")
      }
    }
  }

  @Test func `a target that refuses the job is seen at the first step`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.target.intercept { _, _ in .answer(TargetResponse(status: 401)) }
      let report = try await world.runner().provisionOnDemand("ann")
      #expect(report.test.failure?.code == "Unauthorized")
      #expect(report.change == nil)
      #expect(world.target.take().count == 1)
      #expect(try world.facts(ConnectionTested.self).map(\.passed) == [false])
    }
  }
}
