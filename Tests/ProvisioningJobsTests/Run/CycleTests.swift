import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// What a cycle does to the target, rule by rule.
@Suite struct `A cycle` {
  @Test func `an initial cycle creates accounts and links them`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob", manager: "ann")
      world.found("guides", members: ["ann", "bob"])
      let report = try await world.cycle()
      #expect(report.kind == .initial)
      #expect(report.outcome == .succeeded)
      #expect(report.counts.count(.create, .success) == 3)
      let ann = try #require(await world.account("ann@example.com"))
      #expect(ann["active"] == true)
      #expect(ann["externalId"] == "ann")
      #expect(ann["displayName"] == "Name of ann")
      #expect(ann["emails"]?.arrayValue?.first?.objectValue?["value"] == "ann@example.com")
      #expect(try world.ledger.entry(.user("ann"))?.link?.targetID == ann["id"]?.stringValue)
      #expect(await world.manager(of: "bob@example.com") == "ann@example.com")
      #expect(await world.members(of: "Group guides") == ["ann@example.com", "bob@example.com"])
      #expect(try world.ledger.dueCount() == 0)
      #expect(try world.ledger.state().status.steadyStateFirstAchievedTime != nil)
    }
  }

  @Test func `a second cycle with nothing changed sends nothing at all`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob", manager: "ann")
      world.found("guides", members: ["ann", "bob"])
      try await world.cycle()
      let report = try await world.cycle()
      #expect(report.kind == .incremental)
      #expect(world.target.take() == [])
      world.source.configure { $0.readsSnapshots = true }
      try await world.cycle()
      #expect(world.target.take() == [])
    }
  }
}
