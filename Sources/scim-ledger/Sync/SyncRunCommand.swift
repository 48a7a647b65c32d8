import ArgumentParser
import ScimLedger

/// `sync run`: one cycle, or cycles until a signal says stop.
struct SyncRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a cycle: an initial one the first time, then only what changed in the source.",
    discussion: """
      A cycle that was cut short is gone on with, and exports nothing twice. SIGTERM and SIGINT end it when what is \
      under way is done. In quarantine, cycles run once a day.

      Exit codes: 75, some objects failed and are tried again; 76, the job is in quarantine; 69, source or target \
      can't be reached.

      EXAMPLES
        scim-ledger sync run
        scim-ledger sync run --dry-run
        scim-ledger sync run --every 1h
        scim-ledger sync run --every           as often as the job file says
        scim-ledger sync run --output json | jq .counts
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "One cycle. This is what is done unless --every is given.")
  var once = false

  @Option(
    defaultAsFlag: JobInterval.ofJob,
    help: ArgumentHelp("Cycles until SIGTERM, this far apart: 90s, 40m, 1h.", valueName: "interval"))
  var every: JobInterval?

  @Flag(help: "Show what a cycle would do, and write nothing to the target or to the job's ledger.")
  var dryRun = false

  func validate() throws {
    if every != nil, once || dryRun {
      throw ValidationError("--every goes neither with --once nor with --dry-run.")
    }
  }

  func run() async throws {
    if dryRun { return try await runDry() }
    let environment = JobOptions.environment
    let status = try await ProvisioningJob.with(file: job.file, environment: environment) { opened in
      let loop = JobLoop(job: opened, format: output.format, suggestion: job.suggestion)
      guard let every else { return try await loop.once() }
      let interval: Int =
        switch every {
        case .ofJob: opened.job.document.interval
        case .seconds(let seconds): seconds
        }
      try await loop.run(every: interval)
      return nil
    }
    if let status { throw status.code }
  }

  private func runDry() async throws {
    let environment = JobOptions.environment
    try await ProvisioningJob.withDryRun(file: job.file, environment: environment) { opened, target in
      if try opened.ledger.state().isPaused {
        _ = try await JobRequest.resume.perform(on: opened.ledger, actor: nil)
      }
      let bar = CycleBar()
      let report = try await opened.runner.runCycle { bar.show($0) }
      bar.clear()
      CycleFigures.show(report.problems)
      let read = ReadJob(job: opened.job, ledger: opened.ledger, options: job)
      var sheet = DryRunSheet(read, cycle: report.id)
      sheet.hasMadeUp = { target.hasMadeUp($0) }
      try sheet.show(kind: report.kind, as: output.format)
      if let error = report.error { throw CommandFailure(.unavailable, error.message) }
    }
  }
}
