public import EventLog
import JSONTape
import LMDB
public import Provisioning

/// Runs a provisioning job's cycles: performs what the machines decide, against a real source and target, and
/// keeps every step in the job's ledger.
public final class JobRunner: Sendable {
  public let job: Job
  public let ledger: JobLedger
  public let source: any ProvisioningSource
  public let target: any ProvisioningTarget
  public let surroundings: JobSurroundings
  let isStopping = Locked(false)

  /// - Parameter ledger: Opened for writing.
  public init(
    job: Job, ledger: JobLedger, source: any ProvisioningSource, target: any ProvisioningTarget,
    surroundings: JobSurroundings
  ) {
    self.job = job
    self.ledger = ledger
    self.source = source
    self.target = target
    self.surroundings = surroundings
  }

  /// Runs one cycle to its end, or goes on with the one that was cut short.
  ///
  /// - Parameter progress: Told now and then how far it is.
  /// - Throws: `JobRunError.paused`; `.disabled` where it has been in quarantine for too long, which pauses it;
  ///   errors of the ledger, and then the cycle can be continued.
  public func runCycle(
    progress: @escaping @Sendable (CycleProgress) -> Void = { _ in }
  ) async throws -> CycleReport {
    try await configure()
    let state = try ledger.state()
    guard !state.isPaused else { throw JobRunError.paused(job: job.document.name) }
    try await disableIfNothingHelps(state)
    isStopping.withLock { $0 = false }
    let cycle = try await begin(state)
    let run = try CycleRun(self, cycle, progress: progress)
    return try await run.perform()
  }

  /// A job that has been in quarantine for weeks is left alone until somebody has looked at it.
  private func disableIfNothingHelps(_ state: JobState) async throws {
    guard let quarantine = state.quarantine else { return }
    let days = job.document.limits.quarantineDays
    let longest = Int64(clamping: days) &* 86_400_000_000
    guard surroundings.clock() &- quarantine.seriesBegan > longest else { return }
    try await record(
      JobPaused(reason: "It was in quarantine for more than \(days) days: \(quarantine.message)"))
    throw JobRunError.disabled(job: job.document.name, days: days)
  }

  /// Lets what is under way finish, then ends `runCycle`; the cycle stays to be continued.
  public func stop() { isStopping.withLock { $0 = true } }

  /// Records the configuration where it is another one than before.
  public func configure() async throws {
    guard try ledger.state().configurationHash != job.configurationHash else { return }
    try await record(
      JobConfigured(
        hash: job.configurationHash, job: .object(job.document.json), schema: job.schemaDocument))
  }

  /// Why a cycle goes on, in its event's words.
  static let continuation = "It was cut short before its end."

  private func begin(_ state: JobState) async throws -> RunningCycle {
    if let cycle = state.cycle {
      if !cycle.isOutdated, cycle.configurationHash == job.configurationHash {
        try await record(
          CycleContinued(reason: JobRunner.continuation, limits: job.document.workingLimits),
          cycle: cycle.id)
        return try ledger.state().cycle ?? cycle
      }
      try await record(CycleEnded(state: .interrupted, counts: cycle.counts), cycle: cycle.id)
    }
    let now = surroundings.clock()
    let id = Identifier(microseconds: now, random: surroundings.random())
    let kind: CycleKind = state.needsInitialCycle ? .initial : .incremental
    try await record(
      CycleStarted(
        cycle: kind, watermark: kind == .initial ? nil : state.watermark,
        configuration: job.configurationHash, seed: surroundings.random(), now: now,
        forcesDeletions: state.forcesDeletions, limits: job.document.workingLimits), cycle: id)
    guard let cycle = try ledger.state().cycle else { throw JobRunError.noCycle }
    return cycle
  }

  /// Appends one event, durable on return.
  func record(_ facts: any JobFacts, cycle: Identifier? = nil) async throws {
    let now = surroundings.clock()
    try await ledger.append([
      JobEvent(
        facts, id: Identifier(microseconds: now, random: surroundings.random()), time: now, cycle: cycle)
    ])
  }
}

/// Why a job can't run.
public enum JobRunError: Error, Sendable, Hashable, CustomStringConvertible {
  case paused(job: String)
  /// It was in quarantine for so many days and has been paused.
  case disabled(job: String, days: Int)
  /// No object mapping of the job is for objects of this type.
  case unmappedType(String)
  case noCycle
  /// Nobody in the source answers to this.
  case notFound(String)

  public var description: String {
    switch self {
    case .paused(let job): "The job \(job) is paused. `sync resume` lets it run again."
    case .disabled(let job, let days):
      "The job \(job) was in quarantine for more than \(days) days and is paused now. `sync status` says why; "
        + "once that is mended, `sync resume` lets it run again."
    case .unmappedType(let type): "No enabled object mapping of this job is for objects of type \(type)."
    case .noCycle: "The cycle that was just begun is not in the job's ledger."
    case .notFound(let selector): "Nobody in the source answers to \(selector)."
    }
  }
}

/// How far a cycle is.
public struct CycleProgress: Sendable, Hashable {
  public var stage: CycleStage
  /// Objects done in this stage: read from the source, or processed.
  public var done: Int
  /// Objects that were due when the stage began; nil while that is not known.
  public var total: Int?

  public init(stage: CycleStage, done: Int, total: Int?) {
    self.stage = stage
    self.done = done
    self.total = total
  }
}

/// What a cycle came to.
public struct CycleReport: Sendable, Hashable {
  public var id: Identifier
  public var kind: CycleKind
  /// Nil where it was stopped and stays to be continued.
  public var outcome: CycleOutcome?
  public var counts: CycleCounts
  public var error: JobError?
  public var quarantine: Quarantine?
  /// What could not be read of the source.
  public var problems: [SourceProblem]

  public init(
    id: Identifier, kind: CycleKind, outcome: CycleOutcome?, counts: CycleCounts, error: JobError? = nil,
    quarantine: Quarantine? = nil, problems: [SourceProblem] = []
  ) {
    self.id = id
    self.kind = kind
    self.outcome = outcome
    self.counts = counts
    self.error = error
    self.quarantine = quarantine
    self.problems = problems
  }
}
