import BenchmarkKit
import ScimLedger

/// Three cycles of a job: everybody is new, then there is twice nothing to do.
struct EngineRun {
  var files: JobFiles
  var server: ServerProcess
  var users: Int

  struct Result {
    /// Of the cycle in which everybody is new.
    var first: Timing
    /// Of the one with the files as they were.
    var unchanged: Timing
    /// Of the one with a file that was written again.
    var compared: Timing
  }

  /// - Throws: `WrongRun` where a cycle does not what it must.
  func measure() async throws -> Result {
    let result = try await withTarget(keepsRequests: false) { runner, target in
      let first = try await timed(runner, exports: users)
      guard target.count == 2 * users else {
        throw WrongRun("A first cycle of \(users) people sent \(target.count) requests.")
      }
      let unchanged = try await timed(runner, exports: 0)
      try files.writeAgain()
      let compared = try await timed(runner, exports: 0, imported: users)
      guard target.count == 2 * users else {
        throw WrongRun("Cycles without a change sent \(target.count - 2 * users) requests.")
      }
      let verification = try runner.ledger.verify()
      guard verification.isClean else {
        throw BenchmarkError.notClean(findings: verification.log.findings + verification.differences)
      }
      return Result(first: first, unchanged: unchanged, compared: compared)
    }
    try await server.expectUsers(users)
    return result
  }

  /// The requests of a first cycle, in the order in which they were sent.
  func record() async throws -> [TargetRequest] {
    try await withTarget(keepsRequests: true) { runner, target in
      _ = try await timed(runner, exports: users)
      return target.requests
    }
  }

  private func timed(_ runner: JobRunner, exports: Int, imported: Int? = nil) async throws -> Timing {
    var ended: CycleReport?
    let timing = try await Timing.of { ended = try await runner.runCycle() }
    guard let report = ended, report.outcome == .succeeded, report.counts.exports == exports,
      imported == nil || report.counts.imported == imported
    else {
      throw WrongRun(
        "A cycle that was to make \(exports) exports ended \(ended?.outcome?.rawValue ?? "early") with "
          + "\(ended?.counts.exports ?? 0), of \(ended?.counts.imported ?? 0) people read: "
          + (ended?.error?.message ?? "no error"))
    }
    return timing
  }

  private func withTarget<Value>(
    keepsRequests: Bool, _ body: (JobRunner, ObservedTarget) async throws -> Value
  ) async throws -> Value {
    try await ProvisioningJob.with(
      file: files.job, environment: [JobFiles.tokenVariable: server.token]
    ) { job in
      let target = ObservedTarget(job.runner.target, keepsRequests: keepsRequests)
      let runner = JobRunner(
        job: job.job, ledger: job.ledger, source: job.runner.source, target: target,
        surroundings: job.runner.surroundings)
      return try await body(runner, target)
    }
  }
}
