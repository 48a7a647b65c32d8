import EventLog
import Foundation
import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningJobs
import Replay
import Testing

/// What a replay says where today's code, or the record, is another one.
@Suite struct `Divergence of a job's replay` {
  private func withHistory(_ body: (ProvisioningWorld) async throws -> Void) async throws {
    try await withWorld(Leaving.scoped, { $0.limits.deletions = 2 }) { world in
      for index in 0..<5 { world.hire("u\(index)", ["department": "Tours"]) }
      world.found("g", members: ["u0", "u1"])
      try await world.cycle()
      for index in 0..<3 { world.source.patch(.user("u\(index)"), ["department": "Sales"]) }
      try await world.cycle()
      try await body(world)
    }
  }

  private func selection(_ ledger: JobLedger) throws -> JobReplaySelection {
    .events(from: Position(1), through: try ledger.head())
  }

  private func event(
    _ world: ProvisioningWorld, _ isIt: (JobEvent) throws -> Bool
  ) throws -> JobEvent {
    try #require(try world.events().first(where: isIt))
  }

  @Test func `a changed mapping rule is found at the first object that it maps`() async throws {
    try await withHistory { world in
      let run = try JobReplayRun(selection(world.ledger), in: world.ledger) { job in
        var job = job
        let index = job.mappings.firstIndex { $0.sourceType == "User" } ?? 0
        let title = job.mappings[index].attributes.firstIndex { $0.targetAttribute == "title" } ?? 0
        job.mappings[index].attributes[title].source = .constant("Chief")
        return job
      }
      let report = try run.report()
      let first = try event(world) { $0.kind == .mappingEvaluated && $0.source?.type == "User" }
      let divergence = try #require(report.divergence)
      #expect(divergence.position == first.position)
      #expect(
        divergence.differences.contains {
          $0.path.hasSuffix("value") && $0.recorded == "Guide" && $0.reproduced == "Chief"
        })
      #expect(report.divergences.count == 1)
    }
  }

  @Test func `a changed decision on deletions is found at the first that was staged`() async throws {
    try await withHistory { world in
      let run = try JobReplayRun(selection(world.ledger), in: world.ledger) { job in
        var job = job
        job.document.limits.deletions = nil
        return job
      }
      let report = try run.report()
      let staged = try event(world) {
        $0.kind == .decisionMade && $0.facts["action"] == "stagedDelete"
      }
      let divergence = try #require(report.divergence)
      #expect(divergence.position == staged.position)
      // What it would have asked then, nobody asks now.
      let asked = divergence.differences.first?.reproduced?.stringValue ?? ""
      #expect(asked.hasPrefix("unrecorded read: GET /Users/"))
    }
  }

  @Test func `another matching attribute asks what is not on record`() async throws {
    try await withHistory { world in
      let run = try JobReplayRun(selection(world.ledger), in: world.ledger) { job in
        var job = job
        let index = job.mappings.firstIndex { $0.sourceType == "User" } ?? 0
        for (place, mapping) in job.mappings[index].attributes.enumerated() {
          job.mappings[index].attributes[place].matchingPriority =
            mapping.targetAttribute == "externalId" ? 1 : nil
        }
        return job
      }
      let report = try run.report()
      let first = try event(world) { $0.kind == .matchQueried && $0.source?.type == "User" }
      #expect(report.divergence?.position == first.position)
      let asked = report.divergence?.differences.first?.reproduced?.stringValue ?? ""
      #expect(asked.hasPrefix("unrecorded read: GET /Users?filter=externalId"))
    }
  }

  @Test(arguments: [JobEvent.Kind.matchQueried, .exportAnswered])
  func `an answer that is missing from the record is said so and not fetched`(
    kind: JobEvent.Kind
  ) async throws {
    try await withHistory { world in
      let events = try world.events()
      let missing = try #require(events.first { $0.kind == kind && $0.source?.type == "User" })
      try await withTemporaryDirectory { path in
        var options = JobLedger.Options()
        options.mapSize = 1 << 30
        options.freeSpaceReserve = 1 << 20
        try JobLedger.create(at: path + "/copy", name: "test", options: options)
        let copy = try JobLedger(opening: path + "/copy", options: options)
        try await copy.append(events.dropFirst().filter { $0 != missing })
        _ = world.target.take()
        let report = try copy.replay(selection(copy))
        #expect(world.target.take().isEmpty)
        let divergence = try #require(report.divergence)
        // The event behind it has moved to its place.
        #expect(divergence.position == missing.position)
        let said = divergence.differences.first?.reproduced?.stringValue ?? ""
        #expect(said.hasPrefix("unrecorded read: \(kind == .matchQueried ? "GET" : "POST") /Users"))
        await copy.close()
      }
    }
  }

  @Test func `one cycle, one object, and a part of the log are replayed by themselves`() async throws {
    try await withHistory { world in
      let head = try world.ledger.head()
      let cycles = try world.ledger.cycles(limit: 9)
      let cycle = try #require(cycles.first)
      let ofCycle = try world.ledger.replay(.cycle(cycle, head: head))
      #expect(ofCycle.identical == ofCycle.compared)
      #expect(ofCycle.first == cycle.start)
      let ofObject = try world.ledger.replay(.object(.user("u1"), from: Position(1), through: head))
      #expect(ofObject.identical == ofObject.compared)
      #expect(ofObject.compared == (try world.events().count { $0.source == .user("u1") }))
      let middle = Position(cycle.start.rawValue + 5)
      let part = try world.ledger.replay(.events(from: middle, through: head))
      #expect(part.identical == part.compared)
      #expect(part.divergence == nil)
    }
  }

  @Test func `a part that begins with what an administrator did within a cycle finds its cycle`() async throws
  {
    try await withWorld(TestSchema(), { $0.target.requestsAtOnce = 1 }) { world in
      for index in 0..<4 { world.hire("u\(index)") }
      let runner = try world.runner()
      world.target.intercept { request, _ in
        if request.method == "POST" { runner.stop() }
        return nil
      }
      #expect(try await world.cycle(runner).outcome == nil)
      world.target.intercept(nil)
      try await world.administer(JobPaused(actor: "admin"))
      let paused = try world.ledger.head()
      try await world.administer(JobResumed(actor: "admin"))
      try await world.cycle()
      let report = try world.ledger.replay(.events(from: paused, through: try world.ledger.head()))
      #expect(report.divergence == nil)
      #expect(report.notReproducible.count == 2)
      #expect(report.compared > 12)
    }
  }

  @Test func `neither a replay nor a what-if changes a byte of the ledger's directory`() async throws {
    try await withHistory { world in
      await world.ledger.close()
      let before = try contents(of: world.directory)
      let ledger = try JobLedger(opening: world.directory, access: .readOnly)
      #expect(try ledger.replay(selection(ledger)).divergence == nil)
      let other = JobWhatIf.scope(ScopeDocument(assignment: .assigned))
      #expect(try ledger.whatIf(other, selection(ledger)).objects > 0)
      #expect(try ledger.whatIf(other, now: world.time.value).objects > 0)
      await ledger.close()
      #expect(try contents(of: world.directory) == before)
      #expect(before.count > 1)
      try await world.reopen()
    }
  }

  /// Every file but LMDB's table of readers, which says who reads.
  private func contents(of directory: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: directory)
    where !name.hasSuffix("lock.mdb") {
      files[name] = FileManager.default.contents(atPath: directory + "/" + name)
    }
    return files
  }
}
