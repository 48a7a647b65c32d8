import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// Prevention of accidental deletions.
@Suite struct `Deletion threshold` {
  private func withPeople(
    _ count: Int = 8, schema: TestSchema = Leaving.scoped, _ body: (ProvisioningWorld) async throws -> Void
  ) async throws {
    try await withWorld(schema, { $0.limits.deletions = 3 }) { world in
      for index in 0..<count { world.hire("u\(index)", ["department": "Tours"]) }
      try await world.cycle()
      try await body(world)
    }
  }

  private func leave(_ ids: Range<Int>, _ world: ProvisioningWorld) {
    for index in ids { world.source.patch(.user("u\(index)"), ["department": "Sales"]) }
  }

  private func active(_ world: ProvisioningWorld) async -> Int {
    await world.resources("/Users").count { $0["active"] == true }
  }

  @Test func `as many as are allowed are carried out`() async throws {
    try await withPeople { world in
      leave(0..<2, world)
      world.source.delete(.user("u2"))
      let report = try await world.cycle()
      #expect(report.outcome == .succeeded)
      #expect(report.quarantine == nil)
      #expect(await active(world) == 5)
      #expect(await world.resources("/Users").count == 7)
      leave(3..<6, world)
      try await world.cycle()
      #expect(await active(world) == 2)
    }
  }

  @Test func `with one more all are staged, and nothing is sent`() async throws {
    try await withPeople { world in
      leave(0..<2, world)
      world.source.delete(.user("u2"))
      world.source.softDelete(.user("u3"))
      world.source.patch(.user("u4"), ["jobTitle": "Chief"])
      let report = try await world.cycle()
      #expect(report.quarantine?.reason == .tooManyDeletes)
      // What takes nothing away goes on.
      #expect(world.target.take().writes.count == 1)
      #expect(await active(world) == 8)
      let staged = try world.ledger.stagedDeletions()
      #expect(staged.map(\.key.id) == ["u0", "u1", "u2", "u3"])
      #expect(staged.map(\.action) == [.disable, .disable, .delete, .disable])
      #expect(report.counts.count(.stagedDelete, .skipped) == 4)
      // They wait, and so do those that come after them.
      leave(5..<6, world)
      let next = try await world.cycle()
      #expect(next.quarantine?.reason == .tooManyDeletes)
      #expect(world.target.take().writes == [])
      #expect(try world.ledger.stagedDeletions().count == 5)
    }
  }

  @Test func `allowed by an administrator they are carried out`() async throws {
    try await withPeople { world in
      leave(0..<3, world)
      world.source.delete(.user("u3"))
      try await world.cycle()
      try await world.administer(DeletionsAllowed(actor: "admin"))
      #expect(try world.ledger.state().quarantine == nil)
      let report = try await world.cycle()
      #expect(report.outcome == .succeeded)
      #expect(report.quarantine == nil)
      #expect(await active(world) == 4)
      #expect(await world.resources("/Users").count == 7)
      #expect(try world.ledger.stagedDeletions() == [])
      #expect(try world.ledger.dueCount() == 0)
    }
  }

  @Test func `rejected they are looked at again`() async throws {
    try await withPeople { world in
      leave(0..<4, world)
      try await world.cycle()
      for index in 0..<3 { world.source.patch(.user("u\(index)"), ["department": "Tours"]) }
      try await world.administer(DeletionsRejected(reason: "a wrong filter"))
      try await world.cycle()
      #expect(await active(world) == 7)
      #expect(try world.ledger.stagedDeletions() == [])
      #expect(try world.ledger.state().quarantine == nil)
    }
  }

  @Test func `rejected without any change they are staged again`() async throws {
    try await withPeople { world in
      leave(0..<4, world)
      try await world.cycle()
      try await world.administer(DeletionsRejected(reason: "let me see again"))
      let report = try await world.cycle()
      #expect(report.quarantine?.reason == .tooManyDeletes)
      #expect(try world.ledger.stagedDeletions().count == 4)
      #expect(await active(world) == 8)
    }
  }

  /// A file that was cut off, and whole again the next day.
  @Test(arguments: [true, false])
  func `who is back in the source is no longer staged`(isRejected: Bool) async throws {
    try await withPeople { world in
      world.source.configure { $0.readsSnapshots = true }
      let lost = (0..<5).compactMap { world.source.object(.user("u\($0)")) }
      for change in lost { world.source.delete(change.key) }
      let report = try await world.cycle()
      #expect(report.quarantine?.reason == .tooManyDeletes)
      #expect(try world.ledger.stagedDeletions().count == 5)
      for change in lost { world.source.put(change.key, change.attributes) }
      try await world.cycle()
      #expect(try world.ledger.stagedDeletions() == [])
      if isRejected {
        try await world.administer(DeletionsRejected(reason: "a file was cut off"))
      } else {
        try await world.administer(DeletionsAllowed())
      }
      let next = try await world.cycle()
      #expect(next.quarantine == nil)
      #expect(await active(world) == 8)
      #expect(try world.ledger.dueCount() == 0)
    }
  }

  @Test func `a restart with ForceDeletes lets them through`() async throws {
    try await withPeople { world in
      leave(0..<5, world)
      try await world.cycle()
      try await world.administer(JobRestarted(scopes: [.forceDeletes]))
      leave(5..<7, world)
      let report = try await world.cycle()
      #expect(report.quarantine == nil)
      #expect(await active(world) == 1)
      // Only this once.
      world.hire("x1", ["department": "Tours"])
      world.hire("x2", ["department": "Tours"])
      world.hire("x3", ["department": "Tours"])
      try await world.cycle()
      for id in ["x1", "x2", "x3", "u7"] { world.source.softDelete(.user(id)) }
      #expect(try await world.cycle().quarantine?.reason == .tooManyDeletes)
    }
  }

  @Test func `a scoping filter that lets nobody in takes nothing away`() async throws {
    try await withPeople { world in
      world.schema.userScope = [("department", "EQUALS", "tours")]
      let report = try await world.cycle()
      #expect(report.kind == .initial)
      #expect(report.quarantine?.reason == .tooManyDeletes)
      #expect(await active(world) == 8)
      world.schema.userScope = [("department", "EQUALS", "Tours")]
      let next = try await world.cycle()
      #expect(next.kind == .initial)
      #expect(await active(world) == 8)
      #expect(try world.ledger.stagedDeletions() == [])
    }
  }

  /// What such a crash leaves: some are staged, and the cycle has not ended.
  @Test func `a cycle cut short while it stages goes on staging`() async throws {
    try await withPeople { world in
      leave(0..<6, world)
      let runner = try world.runner()
      world.target.intercept { _, _ in
        runner.stop()
        return nil
      }
      world.source.patch(.user("u7"), ["jobTitle": "Chief"])
      let stopped = try await world.cycle(runner)
      #expect(stopped.outcome == nil)
      for index in 0..<4 {
        let id = try #require(try world.ledger.entry(.user("u\(index)"))?.link?.targetID)
        let cycle = try world.ledger.state().cycle?.id
        try await world.administer(
          DeletionStaged(action: .disable, targetID: id), .user("u\(index)"), cycle: cycle)
        try await world.administer(
          ChangeCompleted(action: .stagedDelete, result: .skipped, targetID: id), .user("u\(index)"),
          cycle: cycle)
      }
      try await world.reopen()
      let report = try await world.cycle()
      #expect(report.id == stopped.id)
      #expect(report.quarantine?.reason == .tooManyDeletes)
      #expect(await active(world) == 8)
      #expect(try world.ledger.stagedDeletions().count == 6)
    }
  }
}
