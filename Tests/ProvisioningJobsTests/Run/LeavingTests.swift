import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// Deprovisioning: who leaves scope, is disabled, or is gone.
@Suite struct `Leaving` {
  static var scoped: TestSchema {
    var schema = TestSchema()
    schema.userScope = [("department", "EQUALS", "Tours")]
    return schema
  }

  @Test func `who leaves scope is disabled, and nothing but active is sent`() async throws {
    try await withWorld(Self.scoped) { world in
      world.hire("ann", ["department": "Tours"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["department": "Sales", "jobTitle": "Seller"])
      let report = try await world.cycle()
      #expect(report.counts.count(.disable, .success) == 1)
      let operations = world.target.take().writes.first?.body?["Operations"]?.arrayValue
      #expect(operations?.count == 1)
      #expect(operations?.first?.objectValue?["path"] == "active")
      let ann = try #require(await world.account("ann@example.com"))
      #expect(ann["active"] == false)
      #expect(ann["title"] == "Guide")
      // Out of scope nothing is managed any more.
      world.source.patch(.user("ann"), ["jobTitle": "Chief Seller"])
      try await world.cycle()
      #expect(world.target.take() == [])
    }
  }

  @Test func `who comes back into scope is enabled and brought up to date`() async throws {
    try await withWorld(Self.scoped) { world in
      world.hire("ann", ["department": "Tours"])
      world.hire("bob", ["department": "Tours"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["department": "Sales"])
      try await world.cycle()
      world.source.patch(
        .user("ann"), ["department": "Tours", "jobTitle": "Chief"], ["manager": .all(["bob"])])
      let report = try await world.cycle()
      #expect(report.counts.count(.update, .success) == 2)
      let ann = try #require(await world.account("ann@example.com"))
      #expect(ann["active"] == true)
      #expect(ann["title"] == "Chief")
      #expect(try world.ledger.entry(.user("ann"))?.link?.isDisabled == false)
      #expect(await world.manager(of: "ann@example.com") == "bob@example.com")
    }
  }

  @Test func `a manager who changed while somebody was out of scope is set on return`() async throws {
    try await withWorld(Self.scoped) { world in
      for id in ["ann", "bob", "eve"] {
        world.hire(id, ["department": "Tours"], manager: id == "ann" ? "bob" : nil)
      }
      try await world.cycle()
      world.source.patch(.user("ann"), ["department": "Sales"])
      try await world.cycle()
      world.source.patch(.user("ann"), [:], ["manager": .all(["eve"])])
      try await world.cycle()
      #expect(world.target.take().writes == [])
      #expect(await world.manager(of: "ann@example.com") == "bob@example.com")
      world.source.patch(.user("ann"), ["department": "Tours"])
      try await world.cycle()
      #expect(await world.manager(of: "ann@example.com") == "eve@example.com")
    }
  }

  @Test func `who was out of scope at first gets the manager with the account`() async throws {
    try await withWorld(Self.scoped) { world in
      world.hire("bob", ["department": "Tours"])
      world.hire("ann", ["department": "Sales"], manager: "bob")
      try await world.cycle()
      #expect(await world.account("ann@example.com") == nil)
      world.source.patch(.user("ann"), ["department": "Tours"])
      try await world.cycle()
      #expect(await world.manager(of: "ann@example.com") == "bob@example.com")
    }
  }

  @Test func `the recycle bin disables, and deletion for ever deletes`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob")
      try await world.cycle()
      world.source.softDelete(.user("ann"))
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == false)
      world.source.delete(.user("ann"))
      let report = try await world.cycle()
      #expect(report.counts.count(.delete, .success) == 1)
      #expect(await world.account("ann@example.com") == nil)
      #expect(try world.ledger.entry(.user("ann")) == nil)
      #expect(await world.isActive("bob@example.com") == true)
    }
  }

  @Test func `a change to somebody in the recycle bin does not bring them back`() async throws {
    try await withWorld { world in
      world.hire("ann")
      try await world.cycle()
      world.source.softDelete(.user("ann"))
      try await world.cycle()
      world.source.patch(.user("ann"), ["displayName": "Ann"])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == false)
      world.source.patch(.user("ann"), ["isSoftDeleted": false])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
      world.source.softDelete(.user("ann"))
      try await world.cycle()
      world.hire("ann")
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
    }
  }

  @Test func `a snapshot without somebody deletes the account, but not if parts of it were unreadable`()
    async throws
  {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob")
      world.source.configure { $0.readsSnapshots = true }
      try await world.cycle()
      world.source.delete(.user("ann"))
      world.source.configure { $0.problems = [.init(place: "users.jsonl:2", reason: "no JSON")] }
      let report = try await world.cycle()
      #expect(report.problems.count == 1)
      #expect(await world.isActive("ann@example.com") == true)
      world.source.configure { $0.problems = [] }
      try await world.cycle()
      #expect(await world.account("ann@example.com") == nil)
      #expect(await world.isActive("bob@example.com") == true)
    }
  }

  /// Entra's documented trap: what is unassigned is disabled and no longer managed.
  @Test func `who left scope and is deleted later keeps a disabled account`() async throws {
    try await withWorld(Self.scoped) { world in
      world.hire("ann", ["department": "Tours"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["department": "Sales"])
      try await world.cycle()
      world.source.delete(.user("ann"))
      try await world.cycle()
      #expect(world.target.take() == [])
      #expect(try world.lastReason(.user("ann")) == "NotEffectivelyEntitled")
      #expect(await world.isActive("ann@example.com") == false)
      #expect(try world.ledger.entry(.user("ann")) == nil)
    }
  }

  @Test func `who leaves scope and the source at once is deleted`() async throws {
    try await withWorld(TestSchema(), { $0.scope = .assigned }) { world in
      world.hire("ann")
      world.found("guides", members: ["ann"], ["appRoleAssignments": ["User"]])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
      world.source.patch(.group("guides"), [:], ["members": .all([])])
      world.source.delete(.user("ann"))
      try await world.cycle()
      #expect(await world.account("ann@example.com") == nil)
    }
  }

  @Test func `with SkipOutOfScopeDeletions who leaves scope keeps access`() async throws {
    try await withWorld(Self.scoped, { $0.skipsOutOfScopeDeletions = true }) { world in
      world.hire("ann", ["department": "Tours"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["department": "Sales"])
      try await world.cycle()
      #expect(world.target.take() == [])
      #expect(try world.lastReason(.user("ann")) == "SkipOutOfScopeDeletions")
      #expect(await world.isActive("ann@example.com") == true)
    }
  }

  @Test func `without a mapping of IsSoftDeleted nothing is sent`() async throws {
    var schema = Self.scoped
    schema.users.remove(at: 1)
    try await withWorld(schema) { world in
      world.hire("ann", ["department": "Tours"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["department": "Sales"])
      try await world.cycle()
      #expect(world.target.take() == [])
      #expect(try world.lastReason(.user("ann")) == "SoftDeletionNotMapped")
    }
  }

  @Test func `an expression that fails does not keep somebody's access alive`() async throws {
    var schema = Self.scoped
    schema.users[3] = .init("title", #"IIF([department] = "Sales", Left([jobTitle], "x"), [jobTitle])"#)
    try await withWorld(schema) { world in
      world.hire("ann", ["department": "Tours"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["department": "Sales"])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == false)
    }
  }

  @Test func `accounts are not deleted where the mapping leaves out Delete`() async throws {
    var schema = TestSchema()
    schema.userFlows = "Add, Update"
    try await withWorld(schema) { world in
      world.hire("ann")
      try await world.cycle()
      world.source.delete(.user("ann"))
      try await world.cycle()
      #expect(world.target.take() == [])
      #expect(try world.lastReason(.user("ann")) == "DeleteNotEnabled")
      #expect(try world.ledger.entry(.user("ann")) == nil)
    }
  }

  /// The create timed out, and before it is tried again the person is gone.
  @Test(arguments: [true, false])
  func `an account that nobody knows of is looked for before an object is left alone`(
    isDeleted: Bool
  ) async throws {
    try await withWorld(Self.scoped, { $0.target.retries = 0 }) { world in
      world.hire("ann", ["department": "Tours"])
      world.target.intercept { request, _ in request.method == "POST" ? .failAfter(.timeout) : nil }
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
      #expect(try world.ledger.entry(.user("ann"))?.link == nil)
      #expect(try world.ledger.entry(.user("ann"))?.due?.mayExist == true)
      world.target.intercept(nil)
      if isDeleted {
        world.source.delete(.user("ann"))
      } else {
        world.source.patch(.user("ann"), ["department": "Sales"])
      }
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == (isDeleted ? nil : false))
      #expect(try world.ledger.dueCount() == 0)
    }
  }
}
