import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// Objects that failed are tried again later.
@Suite struct `Escrows` {
  private static let refusal = TargetResponse(status: 400, body: ["detail": "no"])

  /// Refuses every write about this person.
  private func refuse(_ id: String, in world: ProvisioningWorld) {
    world.target.intercept { request, _ in
      request.method != "GET" && request.body?.description.contains("\(id)@") == true
        ? .answer(Self.refusal) : nil
    }
  }

  @Test func `an object that failed is tried again after 6, 12 and 24 hours, then daily`() async throws {
    try await withWorld { world in
      world.hire("ann")
      refuse("ann", in: world)
      try await world.cycle()
      let began = try #require(try world.ledger.escrow(.user("ann"))?.firstFailure)
      var hours: [Int64] = []
      // A cycle each half hour.
      for _ in 0..<(2 * 24 * 4) {
        world.time.advance(seconds: 1_740)
        try await world.cycle()
        if !world.target.take().isEmpty { hours.append((world.time.value - began) / 3_600_000_000) }
      }
      #expect(hours == [6, 12, 24, 48, 72, 96])
      let escrow = try #require(try world.ledger.escrow(.user("ann")))
      #expect(escrow.attempts == 7)
      #expect(escrow.firstFailure == began)
      #expect(escrow.reason == "no")
    }
  }

  @Test func `after 28 days an object is given up until it changes`() async throws {
    try await withWorld { world in
      world.hire("ann")
      refuse("ann", in: world)
      for _ in 0..<40 {
        try await world.cycle()
        world.time.advance(seconds: 24 * 3_600)
      }
      #expect(try world.ledger.escrowCount() == 0)
      #expect(try world.ledger.dueCount() == 0)
      #expect(try world.facts(EscrowExpired.self).count == 1)
      try await world.cycle()
      #expect(world.target.take() == [])
      world.target.intercept(nil)
      world.source.patch(.user("ann"), ["jobTitle": "Chief"])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
    }
  }

  @Test func `an object that changes in the source is tried at once, and the escrow is closed`() async throws
  {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob")
      refuse("ann", in: world)
      try await world.cycle()
      #expect(await world.isActive("bob@example.com") == true)
      world.target.intercept(nil)
      try await world.cycle()
      #expect(world.target.take() == [])
      world.source.patch(.user("ann"), ["jobTitle": "Chief"])
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
      #expect(try world.ledger.escrowCount() == 0)
      #expect(try world.facts(EscrowClosed.self).count == 1)
    }
  }

  @Test func `an object that succeeds at its time is no longer in escrow`() async throws {
    try await withWorld { world in
      world.hire("ann")
      refuse("ann", in: world)
      try await world.cycle()
      world.target.intercept(nil)
      world.time.advance(seconds: 6 * 3_600)
      let report = try await world.cycle()
      #expect(report.counts.count(.create, .success) == 1)
      #expect(try world.ledger.escrowCount() == 0)
      #expect(try world.ledger.dueCount() == 0)
      #expect(try world.facts(EscrowClosed.self).count == 1)
    }
  }

  @Test func `an object that is deleted does not wait for its time`() async throws {
    try await withWorld { world in
      world.hire("ann")
      try await world.cycle()
      world.target.intercept { request, _ in request.method == "PATCH" ? .answer(Self.refusal) : nil }
      world.source.patch(.user("ann"), ["jobTitle": "Chief"])
      try await world.cycle()
      #expect(try world.ledger.escrowCount() == 1)
      world.source.delete(.user("ann"))
      try await world.cycle()
      #expect(await world.account("ann@example.com") == nil)
      #expect(try world.ledger.escrowCount() == 0)
      #expect(try world.ledger.entry(.user("ann")) == nil)
    }
  }

  @Test func `429 is waited for as the target says, within the cycle`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.target.intercept { _, number in
        number <= 2 ? .answer(TargetResponse(status: 429, retryAfter: 17)) : nil
      }
      let began = world.time.value
      let report = try await world.cycle()
      #expect(report.outcome == .succeeded)
      #expect(world.time.value - began >= (60 + 34) * 1_000_000)
      #expect(try world.facts(MatchQueried.self).filter { $0.failure != nil }.count == 2)
    }
  }

  @Test func `a target that wants to be left alone for long is met again in a later cycle`() async throws {
    try await withWorld { world in
      world.hire("ann")
      world.target.intercept { _, _ in .answer(TargetResponse(status: 503, retryAfter: 3_600)) }
      let began = world.time.value
      let report = try await world.cycle()
      #expect(report.outcome == .entryLevelErrors)
      #expect(world.time.value - began < 120 * 1_000_000)
      #expect(world.target.take().count == 1)
      #expect(try world.ledger.escrow(.user("ann"))?.code == "InternalServerError")
    }
  }

  @Test(arguments: [TransportFailure.timeout, .connectionReset, .other("broken pipe")])
  func `an accepted create whose answer was lost makes no second account`(
    failure: TransportFailure
  ) async throws {
    try await withWorld { world in
      world.hire("ann")
      world.hire("bob", manager: "ann")
      world.target.intercept { request, _ in request.method == "POST" ? .failAfter(failure) : nil }
      let report = try await world.cycle()
      #expect(report.outcome == .succeeded)
      #expect(await world.resources("/Users").count == 2)
      #expect(world.target.take().count(of: "POST") == 2)
      #expect(try world.ledger.entry(.user("ann"))?.link != nil)
      #expect(await world.manager(of: "bob@example.com") == "ann@example.com")
      #expect(try world.facts(ExportAnswered.self).count { $0.failure != nil } == 2)
    }
  }
}
