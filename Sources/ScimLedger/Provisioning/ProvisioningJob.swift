import LMDB
public import Provisioning
import ProvisioningConnectors
public import ProvisioningJobs

/// A provisioning job that is ready to run: its files read, its ledger and its connections open.
///
/// ```swift
/// try await ProvisioningJob.with(file: "job.yaml", environment: ProcessInfo.processInfo.environment) { job in
///   let report = try await job.runner.runCycle()
///   print(report.counts.exports)
/// }
/// ```
/// One process at a time has a job open; what others want of it meanwhile, they say through `JobMailbox`.
public struct ProvisioningJob: Sendable {
  public let runner: JobRunner

  public var job: Job { runner.job }
  public var ledger: JobLedger { runner.ledger }

  /// Opens a job for as long as `body` runs, and makes its ledger where there is none yet.
  ///
  /// - Parameters:
  ///   - file: The job file, YAML or JSON.
  ///   - environment: The variables that its secrets may stand in.
  /// - Throws: `JobDocumentError` with all that is wrong in the job's files, or a secret that is missing;
  ///   `JobInUseError`; `ConnectorError`; errors of the ledger; what `body` throws.
  public static func with<Value>(
    file: String, environment: [String: String], surroundings: JobSurroundings = .system,
    _ body: (ProvisioningJob) async throws -> Value
  ) async throws -> Value {
    let job = try Job.load(file: file, environment: environment)
    let secrets = try JobSecrets(job, environment: environment)
    return try await withLedger(of: job) { ledger in
      try await ConnectorClient.with(job.connections) { client in
        let runner = JobRunner(
          job: job, ledger: ledger, source: try job.source(secrets, client),
          target: try job.target(secrets, client), surroundings: surroundings)
        return try await body(ProvisioningJob(runner: runner))
      }
    }
  }

  /// Opens a job's ledger for writing, without connections, for as long as `body` runs.
  ///
  /// - Throws: `JobInUseError`; errors of the ledger; what `body` throws.
  public static func withLedger<Value>(
    of job: Job, _ body: (JobLedger) async throws -> Value
  ) async throws -> Value {
    let directory = job.document.ledger
    if !JobLedger.exists(at: directory) {
      try JobLedger.create(at: directory, name: job.document.name)
    }
    let ledger: JobLedger
    do {
      ledger = try JobLedger(opening: directory)
    } catch let error as LMDBError where error.code == .lockedByAnotherProcess || error.code == .alreadyOpen {
      throw JobInUseError(job: job.document.name, holder: error.detail ?? "this process")
    }
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(ledger))
    } catch {
      result = .failure(error)
    }
    await ledger.close()
    return try result.get()
  }
}

/// Another process has the job open.
public struct JobInUseError: Error, Sendable, Hashable, CustomStringConvertible {
  public var job: String
  /// Who has it: `process 4711`.
  public var holder: String

  public var description: String { "The job \(job) is open in \(holder)." }
}

extension JobSurroundings {
  /// The system's clock and randomness.
  public static let system = JobSurroundings(clock: { SystemTime.microseconds() })
}
