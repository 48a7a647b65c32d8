import ArgumentParser
import ScimLedger

/// `sync test-connection`: whether the target lets the job in and answers.
struct TestConnectionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-connection",
    abstract: "Ask the target for somebody who can't exist: a well-formed, empty answer is what is right.",
    discussion: """
      Exit code 69 says that the target can't be reached or does not let the job in.

      EXAMPLES
        scim-ledger sync test-connection
        scim-ledger sync test-connection --job thousandeyes.yaml --output json
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let test = try await ProvisioningJob.with(file: job.file, environment: JobOptions.environment) {
      try await $0.runner.testConnection()
    }
    var writer = RecordWriter(columns: ConnectionReport.columns, format: output.format)
    for probe in test.probes { writer.write(ConnectionReport.cells(probe)) }
    writer.end()
    guard let failure = test.failure else {
      if output.format == .table { Console.line(TextStyle.green("✓") + " The connection works.") }
      return
    }
    throw CommandFailure(.unavailable, "\(failure)", next: failure.recommendedAction)
  }
}

/// The questions of a Test Connection as rows.
enum ConnectionReport {
  static let columns: [Column] = [
    .fixed("type"), .fixed("status"), Column("request"), .number("milliseconds"), .detail("code"),
    .detail("reason"),
  ]

  static func cells(_ probe: ConnectionTest.Probe) -> [Cell] {
    let request = probe.request
    return [
      Cell(probe.type), Cell(probe.status.map { .number(JSONNumber($0)) } ?? .null, shownAs: status(probe)),
      Cell("\(request.method) \(request.path)" + (request.query.isEmpty ? "" : "?" + request.query)),
      Cell(probe.microseconds / 1000), Cell(probe.failure?.code), Cell(probe.failure?.reason),
    ]
  }

  private static func status(_ probe: ConnectionTest.Probe) -> String {
    probe.status.map(String.init) ?? "no answer"
  }
}
