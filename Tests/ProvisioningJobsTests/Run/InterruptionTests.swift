import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// Cycles that are paused, stopped, or cut short.
@Suite struct `Interruption` {
  @Test func `a paused job runs no cycle until it is resumed`() async throws {
    try await withWorld { world in
      world.hire("ann")
      try await world.administer(JobPaused(reason: "holidays"))
      await #expect(throws: JobRunError.paused(job: "test")) { try await world.cycle() }
      #expect(world.target.take() == [])
      try await world.administer(JobResumed())
      #expect(try await world.cycle().outcome == .succeeded)
    }
  }

  @Test(arguments: [1, 3, 10, 25, 40])
  func `a cycle that is stopped goes on later, and nothing is done twice`(after: Int) async throws {
    try await withWorld(TestSchema(), { $0.target.requestsAtOnce = 4 }) { world in
      for index in 0..<20 { world.hire("u\(index)", manager: index == 0 ? nil : "u0") }
      world.found("all", members: (0..<20).map { "u\($0)" })
      world.source.configure { $0.limit = 7 }
      let runner = try world.runner()
      world.target.intercept { _, number in
        if number == after { runner.stop() }
        return nil
      }
      let stopped = try await world.cycle(runner)
      let first = world.target.take()
      #expect(stopped.outcome == nil)
      #expect(first.count < after + 16)
      world.target.intercept(nil)
      let report = try await world.cycle()
      #expect(report.id == stopped.id)
      #expect(report.outcome == .succeeded)
      let writes = first.writes + world.target.take().writes
      #expect(writes.count(of: "POST") == 21)
      #expect(writes.count == 21 + 19 + 1)
      #expect(report.counts.count(.create, .success) == 21)
      #expect(await world.members(of: "Group all")?.count == 20)
      #expect(try world.facts(CycleContinued.self).count == 1)
    }
  }

  @Test func `a cycle that is stopped while it reads goes on reading`() async throws {
    try await withWorld { world in
      for index in 0..<20 { world.hire("u\(index)") }
      world.source.configure { $0.limit = 3 }
      let runner = try world.runner()
      world.time.advance(seconds: 60)
      let stopped = try await runner.runCycle { progress in
        if progress.stage == .importing, progress.done >= 6 { runner.stop() }
      }
      #expect(stopped.outcome == nil)
      #expect(world.target.take() == [])
      #expect(world.source.pages < 7)
      let report = try await world.cycle()
      #expect(report.id == stopped.id)
      #expect(await world.resources("/Users").count == 20)
      try await world.cycle()
      #expect(world.target.take() == [])
    }
  }

  @Test func `another configuration takes the place of a cycle that was cut short`() async throws {
    try await withWorld { world in
      for index in 0..<20 { world.hire("u\(index)") }
      let runner = try world.runner()
      world.target.intercept { _, _ in
        runner.stop()
        return nil
      }
      let stopped = try await world.cycle(runner)
      world.target.intercept(nil)
      world.schema.users[3] = .init("title", #"Append([jobTitle], "!")"#)
      let report = try await world.cycle()
      #expect(report.id != stopped.id)
      #expect(report.kind == .initial)
      #expect(try world.ledger.cycle(stopped.id)?.outcome == .interrupted)
      let titles = await world.resources("/Users").map { $0["title"] }
      #expect(titles == Array(repeating: "Guide!", count: 20))
    }
  }

  /// The process dies with the k-th request under way: what was not written yet is lost.
  @Test(arguments: [0, 1])
  func `after a crash at any request the next run ends the same`(fate: Int) async throws {
    for crash in stride(from: 1, through: 44, by: 3) {
      try await withWorld(TestSchema(), seed: UInt64(crash), { $0.target.requestsAtOnce = 3 }) { world in
        for index in 0..<8 { world.hire("u\(index)", manager: index == 0 ? nil : "u0") }
        world.found("all", members: (0..<8).map { "u\($0)" })
        world.source.configure { $0.limit = 4 }
        try await world.cycle()
        for index in 0..<4 {
          world.source.patch(.user("u\(index)"), ["jobTitle": "Chief"], ["manager": .all(["u7"])])
        }
        world.source.delete(.user("u4"))
        world.source.softDelete(.user("u5"))
        world.hire("u8", manager: "u1")
        world.source.patch(.group("all"), [:], ["members": .delta(added: ["u8"], removed: ["u0", "u4"])])

        try await world.cycle(dyingAt: crash, isSent: fate == 1)
        let report = try await world.cycle()
        #expect(report.outcome == .succeeded, "crash at \(crash)")
        let users = await world.resources("/Users")
        #expect(users.count == 8, "crash at \(crash)")
        #expect(users.count { $0["title"] == "Chief" } == 4, "crash at \(crash)")
        #expect(await world.isActive("u5@example.com") == false)
        for index in 0..<4 {
          #expect(await world.manager(of: "u\(index)@example.com") == "u7@example.com", "crash at \(crash)")
        }
        #expect(await world.manager(of: "u8@example.com") == "u1@example.com", "crash at \(crash)")
        #expect(
          await world.members(of: "Group all")
            == ["u1", "u2", "u3", "u5", "u6", "u7", "u8"].map { "\($0)@example.com" }, "crash at \(crash)")
        #expect(try world.ledger.dueCount() == 0)
        #expect(try world.ledger.verify().isClean)
        try await world.cycle()
        #expect(world.target.take() == [], "crash at \(crash)")
      }
    }
  }

  /// Nothing tells of the account but the target, which can't be asked while the cycle goes on.
  @Test(arguments: [false, true])
  func `who was created just before a crash and leaves before the next run keeps no access`(
    isDeleted: Bool
  ) async throws {
    try await withWorld(Leaving.scoped, { $0.target.requestsAtOnce = 1 }) { world in
      world.hire("ann", ["department": "Tours"])
      // The first request asks for the account, the second one makes it.
      try await world.cycle(dyingAt: 2, isSent: true)
      #expect(await world.isActive("ann@example.com") == true)
      world.target.intercept { _, _ in .answer(TargetResponse(status: 500, body: ["status": "500"])) }
      #expect(try await world.cycle().outcome != .succeeded)
      world.target.intercept(nil)
      #expect(try world.ledger.entry(.user("ann"))?.link == nil)
      if isDeleted {
        world.source.delete(.user("ann"))
      } else {
        world.source.patch(.user("ann"), ["department": "Sales"])
      }
      world.time.advance(seconds: 25 * 3_600)
      let report = try await world.cycle()
      #expect(report.outcome == .succeeded)
      #expect(await world.isActive("ann@example.com") == (isDeleted ? nil : false))
      #expect(try world.ledger.dueCount() == 0)
    }
  }
}
