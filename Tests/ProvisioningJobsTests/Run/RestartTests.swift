import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// "Clear current state and restart synchronization", in its parts.
@Suite struct `Restart` {
  private func populate(_ world: ProvisioningWorld) async throws {
    world.hire("ann")
    world.hire("bob", manager: "ann")
    world.found("guides", members: ["ann", "bob"])
    try await world.cycle()
  }

  @Test func `the standard scope keeps links and looks at everything again, exporting nothing`() async throws
  {
    try await withWorld { world in
      try await populate(world)
      let id = try world.ledger.entry(.user("ann"))?.link?.targetID
      try await world.administer(JobRestarted(scopes: RestartScope.standard))
      #expect(try world.ledger.state().status.steadyStateFirstAchievedTime == nil)
      let report = try await world.cycle()
      #expect(report.kind == .initial)
      #expect(report.outcome == .succeeded)
      #expect(report.counts.count(.skip, .skipped) == 3)
      let requests = world.target.take()
      #expect(requests.writes == [])
      #expect(requests.allSatisfy { $0.query.isEmpty || !$0.query.contains("filter") })
      #expect(try world.ledger.entry(.user("ann"))?.link?.targetID == id)
      #expect(try await world.cycle().kind == .incremental)
      #expect(world.target.take() == [])
    }
  }

  @Test(arguments: [[RestartScope.connectorDataStore], [.full]] as [Set<RestartScope>])
  func `with links forgotten every object is matched again`(scopes: Set<RestartScope>) async throws {
    try await withWorld { world in
      try await populate(world)
      try await world.administer(JobRestarted(scopes: scopes))
      #expect(try world.ledger.entry(.user("ann"))?.link == nil)
      let report = try await world.cycle()
      #expect(report.kind == .initial)
      #expect(report.outcome == .succeeded)
      let requests = world.target.take()
      #expect(requests.count { $0.query.contains("filter=") } == 3)
      #expect(requests.count(of: "POST") == 0)
      #expect(await world.resources("/Users").count == 2)
      #expect(try world.ledger.entry(.user("ann"))?.link != nil)
      #expect(await world.members(of: "Group guides")?.count == 2)
      #expect(await world.manager(of: "bob@example.com") == "ann@example.com")
      try await world.cycle()
      #expect(world.target.take() == [])
    }
  }

  @Test func `with escrows forgotten failed objects are tried again at once`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.target.intercept { request, _ in
        request.method == "POST" ? .answer(TargetResponse(status: 400)) : nil
      }
      try await world.cycle()
      world.target.intercept(nil)
      try await world.cycle()
      #expect(world.target.take() == [])
      try await world.administer(JobRestarted(scopes: [.escrows]))
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
    }
  }

  @Test func `with the watermark forgotten what somebody changed in the target is set right`() async throws {
    try await withWorld { world in
      try await populate(world)
      let id = try #require(await world.account("ann@example.com")?["id"]?.stringValue)
      await world.service.send(
        "PATCH", "/Users/\(id)",
        [
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          "Operations": [["op": "replace", "path": "title", "value": "Boss"]],
        ])
      try await world.cycle()
      #expect(await world.account("ann@example.com")?["title"] == "Boss")
      try await world.administer(JobRestarted(scopes: [.watermark]))
      try await world.cycle()
      #expect(await world.account("ann@example.com")?["title"] == "Guide")
    }
  }

  @Test func `another mapping makes the next cycle an initial one`() async throws {
    try await withWorld { world in
      try await populate(world)
      world.schema.users[3] = .init("title", #"Append([jobTitle], "!")"#)
      let report = try await world.cycle()
      #expect(report.kind == .initial)
      #expect(report.counts.count(.update, .success) == 2)
      #expect(await world.account("ann@example.com")?["title"] == "Guide!")
      #expect(try await world.cycle().kind == .incremental)
    }
  }
}
