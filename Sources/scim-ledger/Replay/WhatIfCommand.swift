import ArgumentParser
import Foundation
import ScimLedger

/// `whatif`: decides recorded requests again under other settings.
struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whatif",
    abstract: "Show what recorded requests would have come to under another profile or schema.",
    discussion: """
      Each request is decided again on the directory as it was when it was made. Nothing is written.

      EXAMPLES
        scim-ledger whatif --profile rfc
        scim-ledger whatif --schema devices.json --from 7d
        scim-ledger whatif --profile thousandeyes --cycle 0192f0c1-… --exit-code
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
    help: ArgumentHelp("Only the requests of this cycle.", valueName: "id"),
    completion: CommandCompletion.cycles)
  var cycle: String?

  @Flag(help: "Only how many requests of each kind.")
  var stat = false

  @Flag(help: "End with 2 where something would have come out otherwise.")
  var exitCode = false

  func validate() throws {
    guard (profile == nil) != (schema == nil) else { throw ValidationError("Name --profile or --schema.") }
  }

  func run() throws {
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
    if exitCode, differs { throw ExitStatus.differences.code }
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
