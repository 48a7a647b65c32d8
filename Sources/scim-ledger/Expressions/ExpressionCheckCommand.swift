import ArgumentParser
import ScimLedger

/// `expression check`: all that is wrong in a job's or a schema's file.
struct ExpressionCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a job file or a synchronization schema: every problem with line, column and mapping.",
    discussion: """
      Exit code 65 says that there are errors; warnings alone end with 0.

      EXAMPLES
        scim-ledger expression check schema.json
        scim-ledger expression check job.yaml --output jsonl
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "The file: a job, or a schema as Entra gives it for download.", completion: .file())
  var file: String

  func run() throws {
    let problems = Job.check(file: file)
    ProblemReport(format: output.format).show(problems)
    if problems.contains(where: { $0.severity == .error }) { throw ExitStatus.wrongData.code }
    if output.format == .table { Console.note("\(file): nothing is wrong.".visible) }
  }
}
