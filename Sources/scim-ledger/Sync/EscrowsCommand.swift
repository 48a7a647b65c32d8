import ArgumentParser
import ScimLedger

/// `sync escrows`: objects whose operation failed and is tried again later.
struct EscrowsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "escrows",
    abstract: "List the objects that failed, why, and when they are tried again.",
    discussion: """
      EXAMPLES
        scim-ledger sync escrows
        scim-ledger sync escrows --output jsonl | jq -r .reason
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let read = try job.openForReading()
    var writer = RecordWriter(
      columns: [
        .fixed("type"), Column("name", keepsWidth: true), .number("attempts"),
        .fixed("next", heading: "next attempt (UTC)"), Column("code"), Column("reason"),
        .detail("firstFailure"), .detail("sourceId"),
      ], format: output.format)
    var last: SourceKey?
    while true {
      let page = try read.ledger.escrows(after: last, limit: 500)
      for escrow in page {
        writer.write([
          Cell(escrow.key.type), Cell(try read.name(of: escrow.key)), Cell(escrow.attempts),
          Cell(DateTime(microseconds: escrow.nextAttempt)), Cell(escrow.code), Cell(escrow.reason),
          Cell(DateTime(microseconds: escrow.firstFailure)), Cell(escrow.key.id),
        ])
      }
      guard page.count == 500, let key = page.last?.key else { break }
      last = key
    }
    writer.end()
    if writer.count == 0, output.format == .table { Console.note("No failures wait for another attempt.") }
  }
}
