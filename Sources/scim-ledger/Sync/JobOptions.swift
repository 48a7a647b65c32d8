import ArgumentParser
import Foundation
import ScimLedger

/// Which provisioning job a command is about.
struct JobOptions: ParsableArguments {
  @Option(
    name: .customLong("job"), help: ArgumentHelp("The job file, YAML or JSON.", valueName: "file"),
    completion: CommandCompletion.jobFiles)
  var file = "./job.yaml"

  init() {}

  /// The job of a file that another option named.
  init(file: String) { self.file = file }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Who an administrative command says it is, for the job's ledger.
  static var actor: String? { environment["SUDO_USER"] ?? environment["USER"] ?? environment["LOGNAME"] }

  /// Reads the job's files, without asking for secrets.
  func load() throws -> Job {
    try Job.load(file: file, environment: Self.environment)
  }

  /// Reads the job's files and opens its ledger to look at it, which works beside a running job.
  func openForReading() throws -> ReadJob {
    let job = try load()
    guard JobLedger.exists(at: job.document.ledger) else {
      throw CommandFailure(
        .noLedger,
        "The job \(job.document.name) has no ledger in \(job.document.ledger): it has not run yet.",
        next: "Run it with: scim-ledger sync run\(suggestion)")
    }
    return ReadJob(
      job: job, ledger: try JobLedger(opening: job.document.ledger, access: .readOnly), options: self)
  }

  /// ` --job FILE`, or nothing for the default; for commands that a message suggests.
  var suggestion: String { file == "./job.yaml" ? "" : " --job " + file.shellQuoted }
}

/// A job's files and its ledger, opened to look at it.
struct ReadJob {
  let job: Job
  let ledger: JobLedger
  let options: JobOptions

  /// The names of the systems, as the logs give them.
  var context: LogContext { job.logContext }
}
