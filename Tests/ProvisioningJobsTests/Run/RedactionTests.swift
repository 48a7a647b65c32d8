import Foundation
import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import SCIM
import Testing

/// What nobody may read in the job's ledger.
@Suite struct `Redacted values` {
  static let secret = "Xq7-geheim-4711"
  static let later = "Zz9-geheim-0815"

  private func isIn(_ directory: String, _ text: String) throws -> Bool {
    let log = try Data(contentsOf: URL(filePath: directory + "/log/data.mdb"))
    return log.range(of: Data(text.utf8)) != nil
  }

  private static func schema(_ attribute: TestSchema.Attribute, priority: Bool = false) -> TestSchema {
    var schema = TestSchema()
    schema.users.append(attribute)
    if priority { schema.users[0].priority = 2 }
    return schema
  }

  @Test(
    arguments: [
      ("nickName", TargetSettings.Updates.patch, ProtocolVersion.v2), ("nickName", .put, .v2),
      ("nickName", .patch, .v1), (#"phoneNumbers[type eq "home"].value"#, .patch, .v2),
      (#"phoneNumbers[type eq "home"].value"#, .put, .v2),
      ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter", .put, .v2),
    ])
  func `are in no byte of the ledger`(
    target: String, updates: TargetSettings.Updates, version: ProtocolVersion
  ) async throws {
    let schema = Self.schema(.init(target, "Redact([badge])"))
    try await withWorld(schema, version: version, { $0.target.updates = updates }) { world in
      world.hire("bob")
      world.hire("ann", ["badge": .string(Self.secret)])
      try await world.cycle()
      #expect(await world.account("ann@example.com")?.description.contains(Self.secret) == true)
      world.source.patch(.user("ann"), ["badge": .string(Self.later)])
      try await world.cycle()
      #expect(await world.account("ann@example.com")?.description.contains(Self.later) == true)
      // What the mapping no longer gives stands in the target all the same.
      world.source.patch(
        .user("ann"), ["badge": .null, "displayName": "Ann"], ["manager": .all(["bob"])])
      try await world.cycle()
      world.source.softDelete(.user("ann"))
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == false)
      await world.ledger.close()
      #expect(try !isIn(world.directory, Self.secret))
      #expect(try !isIn(world.directory, Self.later))
      #expect(try isIn(world.directory, "Redact"))
    }
  }

  @Test func `are in no byte when objects are matched by them or the target repeats them`() async throws {
    let schema = Self.schema(.init("externalId", "Redact([badge])", priority: 1), priority: true)
    var without = schema
    without.users.remove(at: 4)
    try await withWorld(without) { world in
      world.hire("ann", ["badge": .string(Self.secret)])
      world.hire("bob", ["badge": .string(Self.later)])
      world.target.intercept { request, _ in
        guard request.method == "POST", request.body?.description.contains(Self.later) == true else {
          return nil
        }
        return .answer(
          TargetResponse(
            status: 409, body: ["detail": .string("\(Self.later) is taken"), "scimType": "uniqueness"])
        )
      }
      let report = try await world.cycle()
      #expect(report.counts.count(.failure) == 1)
      #expect(try world.ledger.escrow(.user("bob"))?.reason == "[Redact] is taken")
      #expect(await world.account("ann@example.com")?["externalId"]?.stringValue == Self.secret)
      await world.ledger.close()
      #expect(try !isIn(world.directory, Self.secret))
      #expect(try !isIn(world.directory, Self.later))
    }
  }

  @Test(arguments: ["Redact([badge])", "[badge]", #"Join("", [badge])"#])
  func `a password is sent and never kept`(expression: String) async throws {
    let schema = Self.schema(.init("password", expression, ["flowBehavior": "FlowAlways"]))
    try await withWorld(schema) { world in
      world.hire("ann", ["badge": .string(Self.secret)])
      try await world.cycle()
      let created = world.target.take().writes.first { $0.method == "POST" }
      #expect(created?.body?["password"]?.stringValue == Self.secret)
      world.source.patch(.user("ann"), ["badge": .string(Self.later)])
      try await world.cycle()
      #expect(world.target.take().writes.first?.body?.description.contains(Self.later) == true)
      await world.ledger.close()
      #expect(try !isIn(world.directory, Self.secret))
      #expect(try !isIn(world.directory, Self.later))
    }
  }
}
