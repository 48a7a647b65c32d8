import ArgumentParser
import ScimLedger

/// `sync check`: whether a job's files are right and its ledger is whole.
struct CheckJobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check the job's files, and that its ledger is whole and its tables are what the log makes.",
    discussion: """
      Exit codes: 65, the files are wrong; 4, the log is damaged; 2, the tables differ.

      EXAMPLES
        scim-ledger sync check
        scim-ledger sync check --job thousandeyes.yaml --output json
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let problems = Job.check(file: job.file, environment: JobOptions.environment)
    ProblemReport(format: output.format).show(problems)
    if problems.contains(where: { $0.severity == .error }) { throw ExitStatus.wrongData.code }
    let loaded = try job.load()
    if output.format == .table {
      let count = loaded.mappings.reduce(0) { $0 + $1.attributes.count }
      Console.line("✓ The files are right: \(loaded.mappings.count) object mappings, \(count) attributes.")
    }
    guard JobLedger.exists(at: loaded.document.ledger) else { return }
    let ledger = try JobLedger(opening: loaded.document.ledger, access: .readOnly)
    let bar = ProgressBar("Reading the log")
    let found = try ledger.verify { bar.show($0, of: $1) }
    bar.clear()
    guard found.log.isClean else {
      throw CommandFailure(
        .integrity, "The job's ledger is damaged: \(found.log.findings.joined(separator: " "))")
    }
    guard found.isClean else {
      throw CommandFailure(
        .differences, "The tables are not what the log makes: \(found.differences.joined(separator: " "))")
    }
    guard output.format == .table else { return }
    Console.line(
      "✓ The ledger is whole: \(found.log.events) events, \(found.rows) rows as the log makes them.")
  }
}

/// Problems of a job's files as rows.
struct ProblemReport {
  var format: OutputFormat

  private static let columns = ["severity", "file", "line", "column", "mapping", "path", "message"].map {
    Column($0)
  }

  func show(_ problems: [JobDocumentError.Problem]) {
    guard format != .table else {
      for problem in problems { Console.line("\(problem)".visible) }
      return
    }
    var writer = RecordWriter(columns: Self.columns, format: format)
    for problem in problems {
      writer.write([
        Cell(problem.severity.rawValue), Cell(problem.file), Cell(problem.position?.line),
        Cell(problem.position?.column), Cell(problem.mapping), Cell(problem.path), Cell(problem.message),
      ])
    }
    writer.end()
  }
}
