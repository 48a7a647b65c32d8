import EventLog
import Foundation
import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// Opening, appending and finding again.
@Suite struct JobLedgerTests {
  @Test func `a ledger is made once, for its owner alone`() async throws {
    try await withTestJob { _, directory in
      #expect(JobLedger.exists(at: directory))
      #expect(throws: JobLedgerError.exists(directory: directory)) {
        try JobLedger.create(at: directory, name: "again", options: TestJob.options)
      }
      #expect(throws: JobLedgerError.noLedger(directory: directory + "/none")) {
        _ = try JobLedger(opening: directory + "/none")
      }
      let mode = try FileManager.default.attributesOfItem(atPath: directory + "/key")[.posixPermissions]
      #expect((mode as? NSNumber)?.intValue == 0o600)
    }
  }

  @Test func `events get positions, and one that is appended again keeps its own`() async throws {
    try await withTestJob { job, _ in
      let events = [
        job.maker.make(JobPaused(reason: "a")), job.maker.make(JobResumed()),
      ]
      let positions = try await job.ledger.append(events)
      #expect(positions == [Position(2), Position(3)])
      #expect(try await job.ledger.append(events) == [Position(2), Position(3)])
      #expect(try job.ledger.head() == Position(3))
      #expect(try await job.ledger.append([]) == [])
      let kinds: [JobEvent.Kind] = [.jobCreated, .jobPaused, .jobResumed]
      #expect(try job.ledger.events(from: Position(1), limit: 9).map { $0.kind } == kinds)
      #expect(
        try job.ledger.events(backFrom: Position(9), limit: 2).map { $0.kind } == [.jobResumed, .jobPaused])
      #expect(try job.ledger.event(at: Position(2))?.facts["reason"] == "a")
      #expect(try job.ledger.event(at: Position(4)) == nil)
    }
  }

  @Test func `an event that lacks its object refuses its whole batch`() async throws {
    try await withTestJob { job, _ in
      let events = [job.maker.make(JobPaused()), job.maker.make(EscrowClosed())]
      await #expect(throws: JobLedgerError.incompleteEvent(kind: "escrowClosed", lacks: "object")) {
        try await job.ledger.append(events)
      }
      #expect(try job.ledger.head() == Position(1))
      #expect(try !job.ledger.state().isPaused)
      try await job.append(JobPaused())
      #expect(try job.ledger.state().isPaused)
    }
  }

  @Test func `what is submitted is there after a flush, and followers learn of it`() async throws {
    try await withTestJob { job, _ in
      let heads = job.ledger.heads()
      for index in 0..<50 {
        try job.ledger.submit([job.maker.make(JobPaused(reason: "\(index)"))]) { Issue.record("\($0)") }
      }
      try await job.ledger.flush()
      #expect(try job.ledger.head() == Position(51))
      for await head in heads {
        #expect(head > .start)
        break
      }
    }
  }

  @Test func `a reader beside the writer sees what is written, and can't write`() async throws {
    try await withTestJob { job, directory in
      try await job.importObject(.user("u"))
      await job.ledger.close()
      let reader = try JobLedger(opening: directory, access: .readOnly, options: TestJob.options)
      #expect(try reader.entry(.user("u")) != nil)
      #expect(try reader.verify().isClean)
      await #expect(throws: EventLogError.readOnly) { try await reader.append([job.maker.make(JobPaused())]) }
      await reader.close()
    }
  }

  @Test func `changes are found by object, by cycle and by their id`() async throws {
    try await withTestJob { job, _ in
      let (a, b) = (SourceKey.user("a"), SourceKey.user("ab"))
      for cycle in 1...3 as ClosedRange<UInt64> {
        try await job.start(cycle)
        for (index, key) in [a, b].enumerated() {
          job.maker.change = EventMaker.id(cycle * 10 + UInt64(index))
          try await job.append(ScopeEvaluated(evaluation: [:], isInScope: true, isEntitled: true), key)
          try await job.append(ChangeCompleted(action: .none, result: .success), key)
        }
        job.maker.change = nil
        try await job.end()
      }
      #expect(try job.ledger.changes(of: a, limit: 9) == [30, 20, 10].map { EventMaker.id($0) })
      #expect(try job.ledger.changes(of: b, limit: 2) == [31, 21].map { EventMaker.id($0) })
      #expect(try job.ledger.changes(of: .user("c"), limit: 2) == [])
      let cycle = EventMaker.id(2)
      #expect(try job.ledger.changes(ofCycle: cycle, limit: 9) == [20, 21].map { EventMaker.id($0) })
      #expect(
        try job.ledger.changes(ofCycle: cycle, after: EventMaker.id(20), limit: 9) == [EventMaker.id(21)])
      let events = try job.ledger.events(ofChange: EventMaker.id(21))
      #expect(events.map(\.kind) == [.scopeEvaluated, .changeCompleted])
      #expect(events.allSatisfy { $0.source == b && $0.cycle == cycle })
      #expect(try job.ledger.cycles(limit: 2).map(\.id) == [EventMaker.id(3), EventMaker.id(2)])
    }
  }

  @Test func `a change finds the import that it followed on, and no other`() async throws {
    try await withTestJob { job, _ in
      let (a, b) = (SourceKey.user("a"), SourceKey.user("a\u{1}"))
      func change(_ number: UInt64) async throws -> [JobEvent] {
        job.maker.change = EventMaker.id(number)
        try await job.append(ScopeEvaluated(evaluation: [:], isInScope: true, isEntitled: true), a)
        try await job.append(ChangeCompleted(action: .none, result: .success), a)
        job.maker.change = nil
        return try job.ledger.events(ofChange: EventMaker.id(number))
      }
      try await job.start(1)
      try await job.importObject(a, ["displayName": "first"])
      try await job.importObject(a, ["displayName": "second"], isNew: false)
      try await job.importObject(b, ["displayName": "other"])
      let first = try await change(11)
      let found = try #require(try job.ledger.importEvent(of: first))
      #expect(found.facts["attributes"] == ["displayName": "second"])
      let second = try await change(12)
      #expect(try job.ledger.importEvent(of: second) == nil, "the change before had it")
      try await job.start(2)
      let third = try await change(21)
      #expect(try job.ledger.importEvent(of: third) == nil, "it was in another cycle")
      let history = try job.ledger.events(of: a, limit: 99)
      #expect(history.map { $0.position.rawValue } == [12, 11, 9, 8, 7, 6, 4, 3])
      #expect(try job.ledger.events(of: a, limit: 3).map { $0.position.rawValue } == [12, 11, 9])
      #expect(try job.ledger.events(of: b, limit: 3).map { $0.kind } == [.sourceImported])
      #expect(try job.ledger.importEvent(of: []) == nil)

      let summary = try #require(
        try job.ledger.summary(ofChange: EventMaker.id(11), context: ChangeFixtures.context))
      #expect(summary.provisioningSteps.first?.name == "EntryImportUpdate")
      #expect(summary.sourceIdentity.displayName == "second")
    }
  }
}
