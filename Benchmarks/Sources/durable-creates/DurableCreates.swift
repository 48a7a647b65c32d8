import ArgumentParser
import BenchmarkKit
import Foundation

/// Durable creates through the whole service provider, beside what LMDB alone does in the same minutes.
@main
struct DurableCreates: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "durable-creates",
    abstract: "Measures how many durable creates a second the ledger answers, with 1 and with 32 callers.",
    discussion: """
      Each caller sends POST /Users to a fresh ledger and waits for its 201 before it sends the next; an \
      answer means that event, directory and indexes are on the device. The reference is a loop in C on \
      bare LMDB that appends records as long as the requests' bodies, with two random indexes of eight \
      bytes: one record a commit, and 32 threads whose records one writer commits in groups. The two take \
      turns; the figures are medians over the rounds.
      """)

  @Option(help: "Where the ledgers are made; it must be on a disk.")
  var directory = ".build"

  @Option(help: "How often each measurement is taken.")
  var rounds = 5

  @Option(help: "How many seconds one measurement takes.")
  var seconds = 3.0

  @Option(parsing: .upToNextOption, help: "How many callers there are, one number for each measurement.")
  var callers = [1, 32]

  @Flag(inversion: .prefixedNo, help: "Whether the reference is measured too; without it for a profiler.")
  var reference = true

  @Option(help: "Where the generator of the people starts.")
  var seed: UInt64 = 1

  @Option(help: "table or json.")
  var output = ReportFormat.table

  func validate() throws {
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000.") }
    guard (0.1...3600).contains(seconds) else { throw ValidationError("--seconds is 0.1 to 3600.") }
    guard !callers.isEmpty, callers.allSatisfy((1...1024).contains), Set(callers).count == callers.count
    else { throw ValidationError("--callers takes different numbers from 1 to 1024.") }
  }

  func run() async throws {
    let place = try Workplace(in: directory, name: "durable-creates")
    defer { place.remove() }
    let people = PersonBodies(seed: seed, prepared: Int(seconds * 12_000))
    let progress = ProgressLine()
    var report = Report(
      machine: Machine(place.mount), rounds: rounds, seconds: seconds, bodyBytes: people.meanBytes)
    for round in 1...rounds {
      for count in callers {
        if reference {
          progress.show("round \(round) of \(rounds): reference, \(Report.callers(count))")
          report.add(try measureReference(count, people, place), .reference, callers: count)
        }
        progress.show("round \(round) of \(rounds): ledger, \(Report.callers(count))")
        report.add(try await measureLedger(count, people, place), .ledger, callers: count)
      }
    }
    progress.clear()
    output.print(table: report.table, json: report.json)
  }

  private func measureReference(_ count: Int, _ people: PersonBodies, _ place: Workplace) throws
    -> Measurement
  {
    try place.withFreshDirectory { path in
      try ReferenceRun(directory: path, recordBytes: people.meanBytes, callers: count, seconds: seconds)
        .measure(seed: seed)
    }
  }

  private func measureLedger(_ count: Int, _ people: PersonBodies, _ place: Workplace) async throws
    -> Measurement
  {
    try await place.withFreshDirectory { path in
      try await LedgerRun(directory: path + "/ledger", callers: count, seconds: seconds, people: people)
        .measure()
    }
  }
}
