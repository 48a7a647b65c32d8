import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// How a source object finds its account.
@Suite struct `Matching` {
  /// Matched by externalId first, then by userName.
  static var twofold: TestSchema {
    var schema = TestSchema()
    schema.users = [
      .init("externalId", "[mailNickname]", priority: 1),
      .init("userName", "[userPrincipalName]", priority: 2), TestSchema.active,
      .init("displayName", "[displayName]"),
    ]
    return schema
  }

  private func add(_ user: JSONValue, _ world: ProvisioningWorld) async -> String {
    await world.service.send("POST", "/Users", user).id
  }

  @Test func `the second matching attribute is asked when the first finds none`() async throws {
    try await withWorld(Self.twofold) { world in
      let id = await add(["userName": "ann@example.com", "displayName": "Ann"], world)
      world.hire("ann")
      try await world.cycle()
      let requests = world.target.take()
      #expect(requests.count(of: "GET") == 2)
      #expect(requests.writes.map(\.method) == ["PATCH"])
      #expect(try world.ledger.entry(.user("ann"))?.link?.targetID == id)
      #expect(await world.resources("/Users").count == 1)
      let queries = try world.facts(MatchQueried.self)
      #expect(queries.map(\.attribute) == ["externalId", "userName"])
      #expect(queries.map(\.count) == [0, 1])
    }
  }

  @Test func `the first hit ends the search`() async throws {
    try await withWorld(Self.twofold) { world in
      let id = await add(["userName": "other@example.com", "externalId": "ann"], world)
      world.hire("ann")
      try await world.cycle()
      #expect(world.target.take().count(of: "GET") == 1)
      #expect(try world.ledger.entry(.user("ann"))?.link?.targetID == id)
      #expect(await world.account("ann@example.com")?["id"]?.stringValue == id)
    }
  }

  @Test func `of several accounts none is taken`() async throws {
    try await withWorld(Self.twofold) { world in
      _ = await add(["userName": "one", "externalId": "ann"], world)
      _ = await add(["userName": "two", "externalId": "ann"], world)
      world.hire("ann")
      world.hire("bob")
      let report = try await world.cycle()
      #expect(report.outcome == .entryLevelErrors)
      let change = try world.lastChange(of: .user("ann"))
      #expect(change?.result == .failure)
      #expect(change?.errorCode == "DuplicateTargetEntries")
      #expect(try world.ledger.escrow(.user("ann"))?.code == "DuplicateTargetEntries")
      #expect(world.target.take().writes.count == 1)
      #expect(await world.account("bob@example.com") != nil)
    }
  }

  @Test func `an object without a matching value is skipped`() async throws {
    try await withWorld { world in
      world.hire("ann", ["userPrincipalName": .null])
      let report = try await world.cycle()
      #expect(report.outcome == .succeeded)
      #expect(world.target.take() == [])
      #expect(try world.lastReason(.user("ann")) == "ImportSkipped")
      #expect(try world.ledger.escrowCount() == 0)
      world.source.patch(.user("ann"), ["userPrincipalName": "ann@example.com"])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
    }
  }

  @Test(arguments: [1, 16])
  func `an account that belongs to another object is left to it`(atOnce: Int) async throws {
    try await withWorld(Self.twofold, { $0.target.requestsAtOnce = atOnce }) { world in
      _ = await add(["userName": "old@example.com", "externalId": "ann"], world)
      world.hire("ann1", ["mailNickname": "ann"])
      world.hire("ann2", ["mailNickname": "ann"])
      let report = try await world.cycle()
      #expect(report.counts.count(.failure) == 1)
      let codes = try ["ann1", "ann2"].map { try world.lastChange(of: .user($0))?.errorCode }
      #expect(codes.compactMap(\.self) == ["DuplicateSourceEntries"])
      #expect(await world.resources("/Users").count == 1)
    }
  }

  @Test func `a disabled person gets no account, but one that is there is taken over`() async throws {
    try await withWorld { world in
      _ = await add(["userName": "bob@example.com", "displayName": "B", "active": true], world)
      world.hire("ann", ["accountEnabled": false])
      world.hire("bob", ["accountEnabled": false])
      try await world.cycle()
      #expect(await world.account("ann@example.com") == nil)
      #expect(try world.lastReason(.user("ann")) == "NotActiveInSource")
      let bob = try #require(await world.account("bob@example.com"))
      #expect(bob["active"] == false)
      #expect(bob["displayName"] == "Name of bob")
      #expect(try world.ledger.entry(.user("bob"))?.link?.isDisabled == true)
      world.source.patch(.user("ann"), ["accountEnabled": true])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
    }
  }

  @Test func `an account that somebody deleted is made again`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob", manager: "ann")
      world.found("guides", members: ["ann", "bob"])
      try await world.cycle()
      let old = try #require(await world.account("ann@example.com")?["id"]?.stringValue)
      await world.service.send("DELETE", "/Users/\(old)")
      world.source.patch(.user("ann"), ["displayName": "Ann"])
      try await world.cycle()
      let ann = try #require(await world.account("ann@example.com"))
      #expect(ann["id"]?.stringValue != old)
      #expect(try world.ledger.entry(.user("ann"))?.link?.targetID == ann["id"]?.stringValue)
      #expect(await world.members(of: "Group guides") == ["ann@example.com", "bob@example.com"])
      #expect(await world.manager(of: "bob@example.com") == "ann@example.com")
    }
  }

  @Test func `a group that somebody deleted is made again when its members change`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob")
      world.found("guides", members: ["ann"])
      try await world.cycle()
      let group = try #require(await world.resources("/Groups").first?["id"]?.stringValue)
      await world.service.send("DELETE", "/Groups/\(group)")
      world.source.patch(.group("guides"), [:], ["members": .delta(added: ["bob"], removed: [])])
      try await world.cycle()
      world.time.advance(seconds: 7 * 3_600)
      try await world.cycle()
      #expect(await world.members(of: "Group guides") == ["ann@example.com", "bob@example.com"])
    }
  }
}
