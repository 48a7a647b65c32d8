import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// Cycles, watermarks, restarts, quarantine and what status says of them.
@Suite struct StateFoldTests {
  private func configure(_ job: TestJob, _ hash: String = "hash-1") async throws {
    try await job.append(JobConfigured(hash: hash, job: [:], schema: [:]))
  }

  @Test func `the status code says what the job is doing`() async throws {
    try await withTestJob { job, _ in
      func code() throws -> SynchronizationStatus.Code { try job.ledger.state().status.code }
      #expect(try job.ledger.state().name == "example")
      #expect(try code() == .notConfigured)
      try await configure(job)
      #expect(try code() == .notRun)
      try await job.start(1)
      #expect(try code() == .active)
      try await job.append(QuarantineEntered(reason: .quarantineException, message: "401"))
      #expect(try code() == .quarantine)
      try await job.append(JobPaused())
      #expect(try code() == .paused)
      try await job.append(JobResumed())
      try await job.append(QuarantineLeft())
      #expect(try code() == .active)
      #expect(try job.ledger.state().quarantine == nil)
    }
  }

  @Test func `a read goes on from its continuation, and its watermark is in force when the cycle ends`()
    async throws
  {
    try await withTestJob { job, _ in
      try await configure(job)
      #expect(try job.ledger.state().needsInitialCycle)
      let cycle = try await job.start(1)
      try await job.append(
        SourceRead(
          changes: 5, problems: [.init(place: "p", reason: "r")], continuation: "p2", isSnapshot: true,
          isLast: false))
      var state = try job.ledger.state()
      #expect(state.continuation == "p2" && !state.isReadComplete && state.pendingWatermark == nil)
      try await job.append(SourceRead(changes: 2, watermark: "w1", isSnapshot: true, isLast: true))
      state = try job.ledger.state()
      #expect(state.continuation == nil && state.isReadComplete && state.pendingWatermark == "w1")
      #expect(state.watermark == nil)
      #expect(state.cycle?.id == cycle && state.cycle?.problems == 1 && state.cycle?.counts.imported == 7)
      try await job.end(watermark: "w1")
      state = try job.ledger.state()
      #expect(state.watermark == "w1" && !state.needsInitialCycle && state.cycle == nil)
      #expect(state.pendingWatermark == nil && !state.isReadComplete)
    }
  }

  @Test(arguments: [CycleOutcome.failed, .interrupted])
  func `a cycle that did not go through changes neither watermark nor kind`(_ outcome: CycleOutcome)
    async throws
  {
    try await withTestJob { job, _ in
      try await configure(job)
      for number in 1...2 as ClosedRange<UInt64> {
        try await job.start(number)
        try await job.end(outcome, watermark: "w1", error: JobError(code: "c", message: "m"))
      }
      let state = try job.ledger.state()
      #expect(state.watermark == nil && state.needsInitialCycle)
      #expect(state.status.countSuccessiveCompleteFailures == (outcome == .failed ? 2 : 0))
      #expect(state.status.lastExecution?.error?.code == "c")
      #expect(state.status.lastSuccessfulExecution == nil)
      try await job.start(3)
      try await job.end(.entryLevelErrors, watermark: "w2")
      #expect(try job.ledger.state().status.countSuccessiveCompleteFailures == 0)
      #expect(try job.ledger.state().watermark == "w2")
    }
  }

  @Test func `another configuration or a restart during a cycle outlives it`() async throws {
    try await withTestJob { job, _ in
      try await configure(job)
      try await job.start(1)
      try await configure(job, "hash-1")
      try await job.end(watermark: "w1")
      #expect(try !job.ledger.state().needsInitialCycle)
      try await job.start(2, .incremental, watermark: "w1")
      try await configure(job, "hash-2")
      try await job.end(watermark: "w2")
      #expect(try job.ledger.state().needsInitialCycle)
      #expect(try job.ledger.state().watermark == "w1")
      try await job.start(3, configuration: "hash-2")
      try await job.append(JobRestarted(scopes: RestartScope.standard))
      try await job.end(watermark: "w3")
      #expect(try job.ledger.state().needsInitialCycle)
      #expect(try job.ledger.state().watermark == nil)
    }
  }

  @Test func `a restart forgets what its scopes say`() async throws {
    let all: [(Set<RestartScope>, links: Bool, escrows: Bool, watermark: Bool, quarantine: Bool)] = [
      ([.escrows], true, false, true, true), ([.watermark], true, true, false, true),
      ([.quarantineState], true, true, true, false), (RestartScope.standard, true, false, false, false),
      ([.connectorDataStore], false, true, false, true), ([.full], false, false, false, false),
    ]
    for (scopes, links, escrows, watermark, quarantine) in all {
      try await withTestJob { job, _ in
        try await configure(job)
        let (user, group) = (SourceKey.user("u"), SourceKey.group("g"))
        try await job.importObject(user)
        try await job.link(user, to: "t1")
        try await job.importObject(group, changes: ["members": .init(added: ["u"])])
        try await job.link(group, to: "t2")
        try await job.append(ReferencesExported(attribute: "members", added: ["u"]), group)
        try await job.append(
          EscrowOpened(.init(code: "Timeout", reason: "", attempts: 1, firstFailure: 1, nextAttempt: 2)), user
        )
        try await job.start(1)
        try await job.end(watermark: "w1")
        try await job.append(QuarantineEntered(reason: .unknown, message: ""))
        try await job.append(JobRestarted(scopes: scopes, actor: "admin"))
        let state = try job.ledger.state()
        #expect((try job.ledger.entry(user)?.link != nil) == links)
        #expect((try job.ledger.key(ofTarget: "t1", type: "User") != nil) == links)
        #expect(try job.references(group, "members")["u"] == (links ? .exported : .wanted))
        #expect(state.status.synchronizedEntryCountByType.isEmpty == !links)
        #expect((try job.ledger.escrowCount() == 1) == escrows)
        #expect((state.watermark == "w1") == watermark)
        #expect(state.needsInitialCycle == !watermark)
        #expect((state.quarantine != nil) == quarantine)
        #expect(try job.ledger.verify().differences == [])
      }
    }
  }

  @Test func `quarantines that follow one another are a series`() async throws {
    try await withTestJob { job, _ in
      try await job.append(QuarantineEntered(reason: .baseEscrowThreshold, message: "a", nextAttempt: 5))
      let first = try #require(try job.ledger.state().quarantine)
      #expect(first.seriesCount == 0 && first.currentBegan == first.seriesBegan && first.nextAttempt == 5)
      try await job.append(QuarantineEntered(reason: .totalEscrowThreshold, message: "b"))
      let second = try #require(try job.ledger.state().quarantine)
      #expect(second.seriesCount == 1 && second.seriesBegan == first.seriesBegan)
      #expect(second.currentBegan > first.currentBegan && second.reason == .totalEscrowThreshold)
    }
  }

  @Test func `a cycle on demand leaves the other one and the watermark alone`() async throws {
    try await withTestJob { job, _ in
      try await configure(job)
      let main = try await job.start(1)
      try await job.append(SourceRead(changes: 1, continuation: "p2", isSnapshot: true, isLast: false))
      let demand = try await job.start(2, .onDemand)
      try await job.importObject(.user("u"))
      var state = try job.ledger.state()
      #expect(state.cycle?.id == main && state.onDemand?.id == demand && state.continuation == "p2")
      #expect(state.onDemand?.counts.importedDeltas == 1 && state.cycle?.counts.importedDeltas == 0)
      try await job.end(watermark: "w9")
      state = try job.ledger.state()
      #expect(state.cycle?.id == main && state.onDemand == nil && state.watermark == nil)
      #expect(state.needsInitialCycle && state.status.lastExecution == nil)
      #expect(try job.ledger.cycles(limit: 9).map(\.outcome) == [.succeeded, nil])
    }
  }
}
