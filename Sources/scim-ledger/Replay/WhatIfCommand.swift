import ArgumentParser
import Foundation
import ScimLedger

/// `whatif`: decides recorded requests again under other settings.
struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whatif",
    abstract:
      "Show what would have come out under another profile or schema, or another mapping or scope of a job.",
    discussion: """
      With --profile or --schema, each request of a server's log is decided again on the directory as it was when \
      it was made. With --mapping or --scope, the objects of a provisioning job are: as they are now, or those of \
      the recorded cycles that --cycle or --since choose, on the accounts as the job's ledger knows them. Nothing \
      is written, and nothing is asked of source or target.

      --mapping takes a synchronization schema (JSON). --scope takes YAML or JSON: `scope: assigned` or `all`, and \
      `requiredRole`, as in a job file, and `filters` by source type, each written as the scope of an object \
      mapping; or such a scope alone, for users.

      EXAMPLES
        scim-ledger whatif --profile rfc
        scim-ledger whatif --schema devices.json --since 7d
        scim-ledger whatif --profile thousandeyes --cycle 0192f0c1-… --exit-code
        scim-ledger whatif --mapping new-schema.json --job job.yaml
        scim-ledger whatif --scope wider.yaml --cycle 0199c1f0-… --job job.yaml
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var choice: ReplayOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp("The profile by which requests would be read.", valueName: "name"),
    completion: CommandCompletion.profiles)
  var profile: String?

  @Option(
    help: ArgumentHelp("A document that would have been registered.", valueName: "file"),
    completion: CommandCompletion.jsonFiles)
  var schema: String?

  @Option(
    help: ArgumentHelp("A job's other synchronization schema.", valueName: "file"),
    completion: CommandCompletion.jsonFiles)
  var mapping: String?

  @Option(
    help: ArgumentHelp("A job's other scope.", valueName: "file"), completion: CommandCompletion.jsonFiles)
  var scope: String?

  @OptionGroup var job: JobOptions

  @Option(
    help: ArgumentHelp("Only what is of this cycle.", valueName: "id"),
    completion: CommandCompletion.cycles)
  var cycle: String?

  @Flag(help: "Only how many requests of each kind.")
  var stat = false

  @Flag(help: "With --mapping or --scope, each object that would be different, with its attributes.")
  var objects = false

  @Flag(help: "End with 2 where something would have come out otherwise.")
  var exitCode = false

  func validate() throws {
    guard [profile, schema, mapping, scope].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Name one of --profile, --schema, --mapping and --scope.")
    }
    let isOfJob = mapping != nil || scope != nil
    if objects, !isOfJob { throw ValidationError("--objects goes with --mapping or --scope.") }
    if stat, isOfJob { throw ValidationError("--stat goes with --profile or --schema.") }
  }

  func run() throws {
    let differs = try jobChange().map { try decideObjects($0) } ?? decideRequests()
    if exitCode, differs { throw ExitStatus.differences.code }
  }

  // MARK: - A job's objects

  private func jobChange() throws -> JobWhatIf? {
    if let mapping {
      let (mappings, document) = try Job.schema(file: mapping)
      return .mappings(mappings, schemaDocument: document)
    }
    return try scope.map { .scope(try ScopeDocument.load(file: $0)) }
  }

  private func decideObjects(_ change: JobWhatIf) throws -> Bool {
    let read = try job.openForReading()
    let bar = ProgressBar("Deciding again")
    let selection = try choice.selection(in: read, cycle: cycle)
    let head = try read.ledger.head()
    let report: JobWhatIfReport
    do {
      report =
        try selection.map { selection in
          try read.ledger.whatIf(change, selection) { bar.show($0.rawValue, of: selection.last.rawValue) }
        }
        ?? read.ledger.whatIf(change, now: JobSurroundings.system.clock()) {
          bar.show($0.rawValue, of: head.rawValue)
        }
    } catch let error as JobWhatIfError {
      bar.clear()
      throw CommandFailure(
        .wrongData, "\(error)",
        next: "With the other configuration in the job's files, this reads the source instead: "
          + "scim-ledger sync run --dry-run\(job.suggestion)")
    }
    bar.clear()
    let sheet = JobWhatIfSheet(report, in: read, isPresent: selection == nil)
    if objects { try sheet.showObjects(output.format) } else { try sheet.showMatrix(output.format) }
    return !report.differences.isEmpty
  }

  // MARK: - A server's requests

  private func decideRequests() throws -> Bool {
    let change = try change()
    var differs = false
    try Question.answer(ledger) { opened in
      let selection = try choice.selection(in: opened, cycle: cycle)
      let bar = ProgressBar("Deciding again")
      let upTo = selection.last.rawValue &- selection.first.rawValue &+ 1
      let report = try opened.whatIf(change, selection) { bar.show(UInt64(clamping: $0), of: upTo) }
      bar.clear()
      differs = !report.differences.isEmpty
      if stat { showMatrix(report) } else { show(report) }
      guard output.format == .table else { return }
      Console.line(
        "\(report.differences.count) of \(report.requests) requests would have come out otherwise"
          + (report.notReproducible.isEmpty
            ? "." : "; \(report.notReproducible.count) can't be decided again."))
    }
    return differs
  }

  private func change() throws -> WhatIf {
    if let profile {
      guard let known = Profile.named(profile) else {
        throw CommandFailure(.usage, "\(LedgerError.unknownProfile(profile))")
      }
      return .profile(known)
    }
    let path = schema ?? ""
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.usage, "\(path) can't be read.")
    }
    do {
      return .schema(try JSONValue(parsing: Array(data)))
    } catch {
      throw CommandFailure(.wrongData, "\(path): \(error)")
    }
  }

  private func show(_ report: WhatIfReport) {
    var writer = RecordWriter(
      columns: [
        .number("event"), .fixed("operation"), Column("was"), Column("would be"), Column("what"),
        .detail("id"),
      ], format: output.format)
    for difference in report.differences {
      let what =
        difference.detail
        ?? difference.properties.map {
          "\($0.path): \($0.old?.description ?? "–") → \($0.new?.description ?? "–")"
        }.joined(separator: "; ")
      writer.write([
        Cell(difference.event.position), Cell(difference.event.operation.name),
        Cell(difference.was.description), Cell(difference.wouldBe.description), Cell(what),
        Cell(difference.event.resource),
      ])
    }
    writer.end()
  }

  private func showMatrix(_ report: WhatIfReport) {
    var writer = RecordWriter(
      columns: [.fixed("operation"), Column("was"), Column("would be"), .number("requests")],
      format: output.format)
    let rows = report.matrix.map { ($0.operation.name, $0.was.description, $0.wouldBe.description, $1) }
    for row in rows.sorted(by: { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }) {
      writer.write([Cell(row.0), Cell(row.1), Cell(row.2), Cell(row.3)])
    }
    writer.end()
  }
}
