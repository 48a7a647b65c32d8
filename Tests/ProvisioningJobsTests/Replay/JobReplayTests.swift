import EventLog
import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Replay
import Testing

/// What the ledger keeps of a cycle is enough to make it again.
@Suite struct `Replay of a job's ledger` {
  @Test(arguments: 0..<12)
  func `makes every event of histories with faults and crashes again`(group: Int) async throws {
    for seed in UInt64(group * 4)..<UInt64(group * 4 + 4) {
      try await withFaultyRun(seed: seed) { run in
        try run.world.expectReproduced(atLeast: 100, "seed \(seed)")
      }
    }
  }

  @Test func `makes staged disables and deletions again, allowed and rejected`() async throws {
    try await withWorld(Leaving.scoped, { $0.limits.deletions = 3 }) { world in
      for index in 0..<12 { world.hire("u\(index)", ["department": "Tours"]) }
      try await world.cycle()
      for index in 0..<4 { world.source.patch(.user("u\(index)"), ["department": "Sales"]) }
      world.source.delete(.user("u4"))
      #expect(try await world.cycle().quarantine?.reason == .tooManyDeletes)
      try await world.cycle()
      try await world.administer(DeletionsAllowed(actor: "admin"))
      try await world.cycle()
      for index in 5..<9 { world.source.patch(.user("u\(index)"), ["department": "Sales"]) }
      try await world.cycle()
      try await world.administer(DeletionsRejected(reason: "not now"))
      try await world.cycle()
      try await world.administer(JobRestarted(scopes: [.forceDeletes]))
      try await world.cycle()
      try world.expectReproduced(atLeast: 60)
    }
  }

  @Test func `makes a quarantine again that the target or the source brought about`() async throws {
    try await withWorld(TestSchema()) { world in
      for index in 0..<3 { world.hire("u\(index)") }
      world.target.intercept { request, _ in
        request.method == "POST" ? .answer(TargetResponse(status: 401, body: ["detail": "who?"])) : nil
      }
      #expect(try await world.cycle().quarantine?.reason == .quarantineException)
      world.target.intercept(nil)
      #expect(try await world.cycle().quarantine == nil)
      world.source.configure { state in
        state.failures = [SourceError(.unauthorized, place: "https://graph", reason: "no token: expired")]
      }
      #expect(try await world.cycle().quarantine?.reason == .quarantineException)
      world.source.configure { state in
        state.failures = (0..<5).map { _ in SourceError(.unavailable, place: "https://graph", reason: "503") }
      }
      #expect(try await world.cycle().quarantine?.reason == .ingestionInterrupted)
      try await world.cycle()
      try world.expectReproduced(atLeast: 30)
    }
  }

  @Test func `makes a cycle on demand again`() async throws {
    try await withWorld(TestSchema()) { world in
      world.hire("boss")
      world.hire("ann", manager: "boss")
      world.found("g", members: ["ann"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["displayName": "Ann"])
      _ = try await world.runner().provisionOnDemand("ann@example.com")
      world.hire("new", manager: "ann")
      _ = try await world.runner().provisionOnDemand("new@example.com")
      try await world.cycle()
      try world.expectReproduced(atLeast: 40)
    }
  }

  @Test(arguments: [TargetSettings.Updates.patch, .put])
  func `makes again what hangs on values that nobody may read`(updates: TargetSettings.Updates) async throws {
    var schema = TestSchema()
    schema.users.append(.init("nickName", "Redact([badge])"))
    schema.users.append(.init(#"phoneNumbers[type eq "home"].value"#, "Redact([phone])"))
    schema.users.append(.init("password", "Redact([badge])", ["flowBehavior": "FlowAlways"]))
    try await withWorld(schema, { $0.target.updates = updates }) { world in
      world.hire("ann", ["badge": "Xq7-4711", "phone": "+1"])
      world.hire("bob", ["badge": "Zz9-0815"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["badge": "Xq7-4712"])
      world.source.patch(.user("bob"), ["displayName": "Bob", "phone": "+2"])
      try await world.cycle()
      world.source.patch(.user("ann"), ["badge": .null, "phone": "+3"])
      world.source.softDelete(.user("bob"))
      try await world.cycle()
      try world.expectReproduced(atLeast: 30)
    }
  }
}

extension ProvisioningWorld {
  /// Replays the whole of the job's ledger.
  func replayed(goesOn: Bool = true) throws -> ReplayReport {
    try ledger.replay(.events(from: Position(1), through: try ledger.head()), goesOn: goesOn)
  }

  /// Replays it and expects that all comes out the same that can be made again.
  func expectReproduced(atLeast count: Int, _ comment: Comment = "") throws {
    let report = try replayed()
    for divergence in report.divergences.prefix(3) { Issue.record("\(comment): \(divergence)") }
    let others = report.notReproducible.filter { !$0.isExpected }
    #expect(others.isEmpty, "\(comment): \(others.prefix(3))")
    #expect(report.identical + report.notReproducible.count == report.compared, comment)
    #expect(report.identical >= count, comment)
  }
}

extension ReplayReport.NotReproducible {
  /// Whether it is what was done to the job, or a whole resource that was written back.
  fileprivate var isExpected: Bool {
    ["it tells what was done", "unrecorded read: it wrote back", "Test Connection"].contains {
      reason.hasPrefix($0)
    }
  }
}
