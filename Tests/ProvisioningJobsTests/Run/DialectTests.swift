import JSONTape
import Provisioning
import ProvisioningJobs
import SCIM
import Testing

/// Targets that take whole resources only, or speak SCIM 1.1.
@Suite struct `Dialects` {
  struct Dialect: CustomTestStringConvertible {
    var version: ProtocolVersion
    var updates: TargetSettings.Updates
    var testDescription: String { "\(version) \(updates)" }
  }

  /// The same history for each: joiners, movers, leavers, a manager who changes, members who come and go.
  private func history(_ world: ProvisioningWorld) async throws {
    for id in ["ann", "bob", "eve", "joe"] { world.hire(id, manager: id == "ann" ? nil : "ann") }
    world.found("guides", members: ["ann", "bob", "eve"])
    try await world.cycle()
    world.source.patch(
      .user("bob"), ["jobTitle": "Chief", "mail": "bob.b@example.com"], ["manager": .all(["eve"])])
    world.source.patch(.user("eve"), [:], ["manager": .all([])])
    world.source.patch(.group("guides"), [:], ["members": .delta(added: ["joe"], removed: ["ann"])])
    try await world.cycle()
    world.source.softDelete(.user("joe"))
    world.source.patch(.group("guides"), ["displayName": "Group of guides"])
    world.source.patch(.user("ann"), ["accountEnabled": false, "displayName": "Ann A."])
    try await world.cycle()
    world.source.delete(.user("joe"))
    world.source.patch(.user("ann"), ["accountEnabled": true])
    try await world.cycle()
  }

  @Test(
    arguments: [
      Dialect(version: .v2, updates: .patch), Dialect(version: .v2, updates: .put),
      Dialect(version: .v1, updates: .patch), Dialect(version: .v1, updates: .put),
    ])
  func `end in the same`(dialect: Dialect) async throws {
    try await withWorld(version: dialect.version, { $0.target.updates = dialect.updates }) { world in
      try await history(world)
      #expect(try world.ledger.escrows(limit: 9) == [])
      #expect(await world.resources("/Users").count == 3)
      let bob = try #require(await world.account("bob@example.com"))
      #expect(bob["title"] == "Chief")
      #expect(bob["emails"]?.arrayValue?.count == 1)
      #expect(bob["emails"]?.arrayValue?.first?.objectValue?["value"] == "bob.b@example.com")
      #expect(await world.manager(of: "bob@example.com") == "eve@example.com")
      #expect(await world.manager(of: "eve@example.com") == nil)
      let ann = try #require(await world.account("ann@example.com"))
      #expect(ann["active"] == true)
      #expect(ann["displayName"] == "Ann A.")
      #expect(await world.members(of: "Group of guides") == ["bob@example.com", "eve@example.com"])
      let methods = Set(try world.facts(ExportRequested.self).map(\.method))
      #expect(methods == [dialect.updates == .put ? "PUT" : "PATCH", "POST", "DELETE"])
      try await world.cycle()
      #expect(world.target.take() == [])
    }
  }
}
