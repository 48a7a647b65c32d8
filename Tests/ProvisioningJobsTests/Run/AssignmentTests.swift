import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// "Sync only assigned users and groups".
@Suite struct `Assignment` {
  private func withAssignedWorld(
    _ schema: TestSchema = TestSchema(), role: String? = nil, _ body: (ProvisioningWorld) async throws -> Void
  ) async throws {
    try await withWorld(
      schema,
      { document in
        document.scope = .assigned
        document.requiredRole = role
      }, body)
  }

  @Test func `who is not assigned gets no account`() async throws {
    try await withAssignedWorld { world in
      world.hire("ann", ["appRoleAssignments": ["User"]])
      world.hire("bob")
      let report = try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
      #expect(await world.account("bob@example.com") == nil)
      #expect(try world.lastReason(.user("bob")) == "NotEffectivelyEntitled")
      #expect(report.counts.entitled == 1)
      world.source.patch(.user("ann"), ["appRoleAssignments": .null])
      world.source.patch(.user("bob"), ["appRoleAssignments": ["User"]])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == false)
      #expect(await world.isActive("bob@example.com") == true)
    }
  }

  @Test(arguments: [true, false])
  func `members of an assigned group are provisioned`(groupsAreMapped: Bool) async throws {
    var schema = TestSchema()
    if !groupsAreMapped { schema.groups = nil }
    try await withAssignedWorld(schema) { world in
      world.hire("ann")
      world.hire("bob")
      world.found("guides", members: ["ann"], ["appRoleAssignments": ["User"]])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
      #expect(await world.account("bob@example.com") == nil)
      #expect(await world.members(of: "Group guides") == (groupsAreMapped ? ["ann@example.com"] : nil))

      world.source.patch(.group("guides"), [:], ["members": .delta(added: ["bob"], removed: ["ann"])])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == false)
      #expect(await world.isActive("bob@example.com") == true)

      world.source.patch(.group("guides"), ["appRoleAssignments": .null])
      try await world.cycle()
      #expect(await world.isActive("bob@example.com") == false)
      // A group has nothing to disable it by.
      #expect(await world.resources("/Groups") == [])
      #expect(try world.ledger.dueCount() == 0)
    }
  }

  @Test(arguments: [true, false])
  func `the deletion of an assigned group disables its members`(groupsAreMapped: Bool) async throws {
    var schema = TestSchema()
    if !groupsAreMapped { schema.groups = nil }
    try await withAssignedWorld(schema) { world in
      world.hire("ann")
      world.hire("bob", ["appRoleAssignments": ["User"]])
      world.found("guides", members: ["ann", "bob"], ["appRoleAssignments": ["User"]])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
      world.source.delete(.group("guides"))
      world.source.configure { $0.readsSnapshots = true }
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == false)
      #expect(await world.isActive("bob@example.com") == true)
      #expect(await world.resources("/Groups") == [])
      #expect(try world.ledger.dueCount() == 0)
      let head = try world.ledger.head()
      try await world.cycle()
      #expect(world.target.take() == [])
      #expect(try world.events(from: head).allSatisfy { $0.kind != .sourceImported })
      world.found("guides", members: ["ann"], ["appRoleAssignments": ["User"]])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
    }
  }

  @Test func `an assignment in another role does not count`() async throws {
    try await withAssignedWorld(role: "Engineer") { world in
      world.hire("ann", ["appRoleAssignments": [["value": "Engineer"]]])
      world.hire("bob", ["appRoleAssignments": [["value": "Guest"]]])
      world.hire("eve")
      world.found("guides", members: ["eve"], ["appRoleAssignments": [["value": "Guest"]]])
      try await world.cycle()
      #expect(await world.resources("/Users").count == 1)
      world.source.patch(.group("guides"), ["appRoleAssignments": [["value": "Engineer"]]])
      try await world.cycle()
      #expect(await world.isActive("eve@example.com") == true)
    }
  }
}
