import ArgumentParser
import BenchmarkKit
import Foundation
import ScimLedger

/// What it costs to ask a long log and to make its events again.
@main
struct Investigation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "investigation",
    abstract: "Measures questions, filters and replay on a ledger with a long history.",
    discussion: """
      A ledger is filled by requests of a seeded generator: people are searched for, created, read, changed, \
      replaced, refused and put into groups, in cycles. Then questions about one person are asked, the whole \
      log is filtered and counted without an index, and the last cycle is replayed. The reference is a cursor \
      in C over the same records, with and without the SHA-256 of each. All take turns; the figures are medians \
      over the rounds.
      """)

  @Option(help: "Where the ledger is made; it must be on a disk. A million events take 2 GB.")
  var directory = ".build"

  @Option(help: "A ledger that this benchmark makes here and keeps, or has made here before.")
  var ledger: String?

  @Option(help: "How many events the ledger has.")
  var events = 1_000_000

  @Option(help: "How often each measurement is taken.")
  var rounds = 5

  @Option(help: "How many callers send the requests that make the ledger.")
  var callers = 128

  @Option(help: "Only these: bare, questions, filter, count, replay. (default: all)")
  var only: [String] = []

  @Option(help: "Where the generator of people and requests starts.")
  var seed: UInt64 = 1

  @Option(help: "table or json.")
  var output = ReportFormat.table

  func validate() throws {
    guard (1000...100_000_000).contains(events) else {
      throw ValidationError("--events is 1000 to 100000000.")
    }
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000.") }
    guard (1...1024).contains(callers) else { throw ValidationError("--callers is 1 to 1024.") }
    let names = ["bare", "questions", "filter", "count", "replay"]
    guard only.allSatisfy(names.contains) else {
      throw ValidationError("--only takes \(names.joined(separator: ", ")).")
    }
  }

  func run() async throws {
    let place = try Workplace(in: directory, name: "investigation")
    defer { place.remove() }
    let people = PersonBodies(seed: seed, prepared: 1)
    let progress = ProgressLine()
    let path = ledger ?? place.path + "/ledger"
    try await make(at: path, people, progress)
    let opened = try ProvisioningLedger(opening: path, access: .readOnly)
    var run = try InvestigationRun(
      opened, bare: BareReading(directory: path + "/log"), people: people, only: only)
    for round in 1...rounds {
      progress.show("round \(round) of \(rounds)")
      try await run.measureRound()
    }
    await opened.close()
    progress.clear()
    let report = InvestigationReport(machine: Machine(place.mount), rounds: rounds, run: run)
    output.print(table: report.table, json: report.json)
  }

  private func make(at path: String, _ people: PersonBodies, _ progress: ProgressLine) async throws {
    guard !ProvisioningLedger.exists(at: path) else { return }
    try ProvisioningLedger.create(at: path)
    let ledger = try ProvisioningLedger(opening: path)
    do {
      try await LedgerMaking(events: events, seed: seed, callers: callers, people: people)
        .fill(ledger, progress)
      while ledger.waitingOperations > 0 { try await Task.sleep(for: .milliseconds(5)) }
      await ledger.close()
    } catch {
      await ledger.close()
      throw error
    }
  }
}
