import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// A job that runs seldom, since too much goes wrong.
@Suite struct `Quarantine` {
  @Test func `refused credentials lead there at once, and a good cycle out of it`() async throws {
    try await withWorld(TestSchema(), { $0.target.requestsAtOnce = 2 }) { world in
      for index in 0..<20 { world.hire("u\(index)") }
      world.target.intercept { _, _ in .answer(TargetResponse(status: 401, body: ["detail": "who?"])) }
      let report = try await world.cycle()
      #expect(report.outcome == .failed)
      #expect(report.error?.code == "Unauthorized")
      #expect(report.quarantine?.reason == .quarantineException)
      #expect(world.target.take().count <= 2)
      let quarantine = try #require(try world.ledger.state().quarantine)
      #expect(quarantine.nextAttempt == quarantine.currentBegan + 24 * 3_600_000_000)
      #expect(try world.ledger.state().status.code == .quarantine)
      // It is not the objects' fault.
      #expect(try world.ledger.escrowCount() == 0)
      #expect(try world.ledger.state().needsInitialCycle)

      try await world.cycle()
      #expect(try world.ledger.state().quarantine?.seriesCount == 1)
      world.target.intercept(nil)
      let good = try await world.cycle()
      #expect(good.outcome == .succeeded)
      #expect(good.quarantine == nil)
      #expect(try world.facts(QuarantineLeft.self).count == 1)
      #expect(await world.resources("/Users").count == 20)
    }
  }

  @Test func `the job's own thresholds count`() async throws {
    try await withWorld(
      TestSchema(),
      { document in
        document.limits.quarantineEvaluationStart = 3
        document.target.requestsAtOnce = 1
      }
    ) { world in
      for index in 0..<10 { world.hire("u\(index)") }
      world.target.intercept { request, _ in
        let refused = (0..<5).contains { request.body?.description.contains("u\($0)@") == true }
        return refused ? .answer(TargetResponse(status: 400)) : nil
      }
      let report = try await world.cycle()
      #expect(report.outcome == .entryLevelErrors)
      #expect(report.quarantine?.reason == .escrowProportionThreshold)
      #expect(await world.resources("/Users").count == 5)
      #expect(report.quarantine?.message.contains("5 of 10") == true)
    }
  }

  @Test func `a target that is down ends the cycle early`() async throws {
    try await withWorld(
      TestSchema(),
      { document in
        document.target.retries = 0
        document.target.requestsAtOnce = 1
      }
    ) { world in
      for index in 0..<100 { world.hire("u\(index)") }
      world.target.intercept { _, _ in .fail(.connectionRefused) }
      let report = try await world.cycle()
      #expect(report.outcome == .failed)
      #expect(world.target.take().count == 20)
      #expect(report.quarantine?.reason == .quarantineException)
      world.target.intercept(nil)
      for _ in 0..<2 {
        world.time.advance(seconds: 7 * 3_600)
        try await world.cycle()
      }
      #expect(await world.resources("/Users").count == 100)
    }
  }

  @Test func `a source that can't be read interrupts the job and changes nothing`() async throws {
    try await withWorld { world in
      world.hire("ann")
      try await world.cycle()
      world.source.softDelete(.user("ann"))
      world.source.configure {
        $0.failures = [SourceError(.unreadable, place: "users.jsonl", reason: "gone")]
      }
      let report = try await world.cycle()
      #expect(report.outcome == .failed)
      #expect(report.error?.message == "users.jsonl: gone")
      #expect(report.quarantine?.reason == .ingestionInterrupted)
      #expect(await world.isActive("ann@example.com") == true)
      let next = try await world.cycle()
      #expect(next.outcome == .succeeded)
      #expect(next.quarantine == nil)
      #expect(await world.isActive("ann@example.com") == false)
    }
  }

  @Test func `a source that is busy is asked again, and an old watermark means a whole read`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob")
      try await world.cycle()
      world.source.delete(.user("bob"))
      world.source.configure { state in
        state.failures = [SourceError(.unavailable, place: "source", reason: "busy", retryAfter: 5)]
        state.oldest = 3
      }
      let report = try await world.cycle()
      #expect(report.outcome == .succeeded)
      #expect(await world.account("bob@example.com") == nil)
      #expect(await world.isActive("ann@example.com") == true)
    }
  }
}
