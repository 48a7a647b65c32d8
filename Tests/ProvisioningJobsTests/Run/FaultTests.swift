import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Testing

/// Source and target end equal whatever goes wrong between them.
@Suite struct `Faults` {
  /// Each group runs ten seeds, one after the other.
  @Test(arguments: 0..<20)
  func `leave source and target equal, nothing doubled, and each of them on record`(group: Int) async throws {
    for seed in UInt64(group * 10)..<UInt64(group * 10 + 10) {
      try await withFaultyRun(seed: seed) { run in
        #expect(run.differences == [], "seed \(seed)")
        #expect(run.isSettled, "seed \(seed)")
        guard !run.hasCrashed else { return }
        // What the target refused by itself has another status.
        let recorded = try run.world.events().count { event in
          guard [.matchQueried, .exportAnswered].contains(event.kind),
            let failure = event.facts["failure"]?.objectValue
          else { return false }
          return failure["status"]?.intValue.map { [429, 500, 503, 504].contains($0) } ?? true
        }
        #expect(recorded == run.injected, "seed \(seed)")
        #expect(run.injected > 0, "seed \(seed)")
      }
    }
  }
}

/// A history with faults that is over.
struct FaultyRun {
  var world: ProvisioningWorld
  var differences: [String]
  /// Whether nothing is due any more, and another cycle sends nothing.
  var isSettled: Bool
  var hasCrashed: Bool
  var injected: Int
}

func withFaultyRun(seed: UInt64, _ body: (FaultyRun) async throws -> Void) async throws {
  var schema = TestSchema()
  schema.users[4] = .init("externalId", "[objectId]", priority: 1)
  schema.users[0].priority = 2
  schema.groups = [
    .init("externalId", "[objectId]", priority: 1), .init("displayName", "[displayName]", priority: 2),
    .init("members", "[members]"),
  ]
  let isAssigned = seed % 2 == 1
  let crashes = seed % 4 == 2
  if !isAssigned { schema.userScope = [("department", "EQUALS", "Tours")] }
  try await withWorld(
    schema, seed: seed,
    { document in
      document.scope = isAssigned ? .assigned : .all
      document.target.updates = seed % 5 == 4 ? .put : .patch
      document.target.requestsAtOnce = [1, 4, 16][Int(seed % 3)]
    }
  ) { world in
    var directory = RandomDirectory(world, isAssigned: isAssigned, seed: seed)
    world.source.configure { state in
      state.limit = 7
      state.readsSnapshots = seed % 7 == 3
    }
    let plan = FaultPlan(seed: seed ^ 0xFA17, percentage: [10, 25, 50][Int(seed % 3)])
    for _ in 0..<6 { directory.hire() }
    for _ in 0..<2 { directory.found() }
    for _ in 0..<5 {
      world.time.advance(seconds: Int64.random(in: 0..<36_000, using: &directory.generator))
      world.target.intercept { request, _ in plan.intervention(in: request) }
      if crashes, Bool.random(using: &directory.generator) {
        try await world.cycle(
          dyingAt: Int.random(in: 1..<30, using: &directory.generator),
          isSent: Bool.random(using: &directory.generator))
      } else {
        try await world.cycle()
      }
      for _ in 0..<Int.random(in: 0..<6, using: &directory.generator) { directory.change() }
    }
    world.target.intercept(nil)
    var rounds = 0
    repeat {
      world.time.advance(seconds: 13 * 3_600)
      try await world.cycle()
      rounds += 1
    } while try rounds < 40 && (world.ledger.dueCount() > 0 || !world.target.take().isEmpty)
    try await body(
      FaultyRun(
        world: world, differences: await directory.differences(),
        isSettled: try world.ledger.dueCount() == 0 && world.ledger.escrowCount() == 0, hasCrashed: crashes,
        injected: plan.injected))
  }
}
