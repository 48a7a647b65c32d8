import ScimLedger

/// The demo's provisioning job: a source directory, the engine, and the server that it provisions to.
///
/// Each step checks what came of it; the first surprise ends the demo.
struct DemoJob {
  let files: DemoJobFiles
  let job: ProvisioningJob
  /// The server's ledger, where results are looked at.
  let ledger: ProvisioningLedger
  let client: DemoClient
  var source: DemoSource
  var screen = DemoScreen()
  /// The change of the new name.
  var telling: Identifier?

  init(files: DemoJobFiles, job: ProvisioningJob, ledger: ProvisioningLedger, client: DemoClient) {
    self.files = files
    self.job = job
    self.ledger = ledger
    self.client = client
    source = DemoSource(folder: files.source)
  }

  /// What the reading commands see of the job.
  var read: ReadJob {
    var options = JobOptions()
    options.file = files.job
    return ReadJob(job: job.job, ledger: job.ledger, options: options)
  }

  /// Whether the service answers at all, asked for somebody who can't exist.
  mutating func testConnection() async throws {
    screen.chapter("Test Connection")
    let test = try await job.runner.testConnection()
    if let failure = test.failure { throw CommandFailure(.failure, "\(failure)") }
    for (probe, mapping) in zip(test.probes, job.job.mappings) {
      let attribute = mapping.matchingAttributes.first?.targetAttribute ?? "id"
      screen.done(
        "\(probe.request.method) \(probe.request.path) by a \(attribute) that nobody has → \(probe.status ?? 0), "
          + "none found")
    }
  }

  /// Runs a cycle that must go through without a failure.
  func cycle() async throws -> CycleSummary {
    let bar = CycleBar(indent: "   ")
    let report = try await job.runner.runCycle { bar.show($0) }
    bar.clear()
    guard report.outcome == .succeeded, let cycle = try job.ledger.cycle(report.id) else {
      let error = report.error.map { "\($0.code): \($0.message)" } ?? CycleFigures.text(of: report.counts)
      throw CommandFailure(.failure, "The cycle was expected to succeed, but: \(error)")
    }
    return cycle
  }

  func expect(_ holds: Bool, _ what: String) throws {
    guard holds else { throw CommandFailure(.failure, "The demo expected \(what).") }
  }

  /// A person as the server has it.
  func account(_ person: DemoPerson) throws -> DirectoryResource? {
    try ledger.resource(.userName(person.userName))
  }

  /// Waits until the server's log has stopped growing: reads are recorded without making the reader wait.
  func settle() async throws {
    var last = try ledger.head()
    for _ in 0..<100 {
      try await Task.sleep(for: .milliseconds(60))
      let head = try ledger.head()
      if head == last { return }
      last = head
    }
  }
}
