import Foundation
import Provisioning
import ProvisioningConnectors
public import ProvisioningJobs

extension ProvisioningJob {
  /// Opens a job on a copy of its ledger and with a target that nothing is written to, for as long as `body`
  /// runs: a cycle of it shows what a real one would do.
  ///
  /// The copy is thrown away at the end; beside a process that has the job open it works too.
  ///
  /// - Throws: As ``with(file:environment:surroundings:_:)`` does.
  public static func withDryRun<Value>(
    file: String, environment: [String: String], surroundings: JobSurroundings = .system,
    _ body: (ProvisioningJob, DryRunTarget) async throws -> Value
  ) async throws -> Value {
    var job = try Job.load(file: file, environment: environment)
    let secrets = try JobSecrets(job, environment: environment)
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("scim-ledger-dry-run-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: place) }
    let copy = place + "/ledger"
    if JobLedger.exists(at: job.document.ledger) {
      let ledger = try JobLedger(opening: job.document.ledger, access: .readOnly)
      let result = Result { try ledger.copy(to: copy) }
      await ledger.close()
      try result.get()
    }
    job.document.ledger = copy
    return try await withLedger(of: job) { [job] ledger in
      try await ConnectorClient.with(job.connections) { client in
        let target = DryRunTarget(try job.target(secrets, client))
        let runner = JobRunner(
          job: job, ledger: ledger, source: try job.source(secrets, client), target: target,
          surroundings: surroundings)
        return try await body(ProvisioningJob(runner: runner), target)
      }
    }
  }
}
