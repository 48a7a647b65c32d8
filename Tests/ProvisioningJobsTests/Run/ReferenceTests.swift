import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// Managers and members: the second step.
@Suite struct `References` {
  @Test func `a manager who has no account yet is set once there is one`() async throws {
    try await withWorld(Leaving.scoped) { world in
      world.hire("ann", ["department": "Tours"], manager: "bob")
      world.hire("bob", ["department": "Sales"])
      try await world.cycle()
      #expect(await world.manager(of: "ann@example.com") == nil)
      #expect(try world.facts(ReferencesDeferred.self).map(\.ids) == [["bob"]])
      #expect(try world.ledger.dueCount() == 0)
      world.source.patch(.user("bob"), ["department": "Tours"])
      try await world.cycle()
      #expect(await world.manager(of: "ann@example.com") == "bob@example.com")
    }
  }

  /// The manager's link is recorded between the reading of the report's entry and the end of its change.
  @Test func `a manager who appears while the report itself changes is set too`() async throws {
    for atOnce in [1, 2, 16] {
      try await withWorld(Leaving.scoped, { $0.target.requestsAtOnce = atOnce }) { world in
        world.hire("ann", ["department": "Tours"], manager: "bob")
        world.hire("zoe", ["department": "Tours"], manager: "bob")
        world.hire("bob", ["department": "Sales"])
        try await world.cycle()
        world.source.patch(.user("bob"), ["department": "Tours"])
        for id in ["ann", "zoe"] { world.source.patch(.user(id), ["jobTitle": "Chief"]) }
        try await world.cycle()
        #expect(await world.manager(of: "ann@example.com") == "bob@example.com")
        #expect(await world.manager(of: "zoe@example.com") == "bob@example.com")
      }
    }
  }

  @Test func `a manager changes and goes`() async throws {
    try await withWorld { world in
      for id in ["ann", "bob", "eve"] { world.hire(id, manager: id == "ann" ? "bob" : nil) }
      try await world.cycle()
      world.source.patch(.user("ann"), [:], ["manager": .all(["eve"])])
      try await world.cycle()
      #expect(await world.manager(of: "ann@example.com") == "eve@example.com")
      #expect(world.target.take().writes.count == 1)
      world.source.patch(.user("ann"), [:], ["manager": .all([])])
      try await world.cycle()
      #expect(await world.manager(of: "ann@example.com") == nil)
    }
  }

  @Test func `members come and go in batches`() async throws {
    try await withWorld { world in
      let ids = (100..<350).map { "u\($0)" }
      for id in ids { world.hire(id) }
      world.found("all", members: ids)
      try await world.cycle()
      #expect(await world.members(of: "Group all")?.count == 250)
      let writes = world.target.take().writes.filter { $0.path.hasPrefix("/Groups/") }
      #expect(writes.count == 3)
      world.source.patch(
        .group("all"), [:], ["members": .delta(added: [], removed: Array(ids.prefix(120)))])
      try await world.cycle()
      #expect(world.target.take().map(\.method) == ["PATCH", "PATCH"])
      #expect(await world.members(of: "Group all")?.count == 130)
    }
  }

  @Test func `one member that the target refuses does not keep the others out`() async throws {
    try await withWorld { world in
      for id in ["ann", "bob", "eve"] { world.hire(id) }
      world.found("guides", members: ["ann", "bob", "eve"])
      let (service, target) = (world.service, world.target)
      let refused = LateID()
      target.intercept { request, _ in
        let isMembers = request.path.hasPrefix("/Groups/") && request.method == "PATCH"
        guard isMembers, let id = refused.value, request.body?.description.contains(id) == true else {
          return nil
        }
        return .answer(
          TargetResponse(
            status: 400,
            body: ["schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "scimType": "invalidValue"]))
      }
      await service.send("POST", "/Users", ["userName": "bob@example.com"])
      refused.value = await world.account("bob@example.com")?["id"]?.stringValue
      let report = try await world.cycle()
      #expect(report.outcome == .entryLevelErrors)
      #expect(await world.members(of: "Group guides") == ["ann@example.com", "eve@example.com"])
      #expect(try world.ledger.escrow(.group("guides"))?.code != nil)
      target.intercept(nil)
      world.time.advance(seconds: 7 * 3_600)
      try await world.cycle()
      #expect(await world.members(of: "Group guides")?.count == 3)
      #expect(world.target.take().writes.count == 1)
      #expect(try world.ledger.escrowCount() == 0)
    }
  }

  @Test func `the members of a snapshot replace those before`() async throws {
    try await withWorld { world in
      for id in ["ann", "bob", "eve"] { world.hire(id) }
      world.found("guides", members: ["ann", "bob"])
      world.source.configure { $0.readsSnapshots = true }
      try await world.cycle()
      world.found("guides", members: ["bob", "eve"])
      try await world.cycle()
      #expect(await world.members(of: "Group guides") == ["bob@example.com", "eve@example.com"])
    }
  }

  @Test func `who is deleted is out of every group, and who comes back is in again`() async throws {
    try await withWorld { world in
      for id in ["ann", "bob"] { world.hire(id) }
      world.found("guides", members: ["ann", "bob"])
      try await world.cycle()
      world.source.delete(.user("ann"))
      try await world.cycle()
      #expect(await world.members(of: "Group guides") == ["bob@example.com"])
      world.hire("ann")
      try await world.cycle()
      #expect(await world.members(of: "Group guides") == ["ann@example.com", "bob@example.com"])
    }
  }

  /// Adding the member timed out, and before it is tried again the member is gone from the source.
  @Test func `a member that may have been added is removed again`() async throws {
    try await withWorld(TestSchema(), { $0.target.retries = 0 }) { world in
      for id in ["ann", "bob"] { world.hire(id) }
      world.found("guides", members: ["ann"])
      try await world.cycle()
      world.target.intercept { request, _ in request.method == "PATCH" ? .failAfter(.timeout) : nil }
      world.source.patch(.group("guides"), [:], ["members": .delta(added: ["bob"], removed: [])])
      try await world.cycle()
      #expect(await world.members(of: "Group guides")?.count == 2)
      world.target.intercept(nil)
      world.source.patch(.group("guides"), [:], ["members": .delta(added: [], removed: ["bob"])])
      try await world.cycle()
      #expect(await world.members(of: "Group guides") == ["ann@example.com"])
      #expect(try world.ledger.dueCount() == 0)
    }
  }
}
