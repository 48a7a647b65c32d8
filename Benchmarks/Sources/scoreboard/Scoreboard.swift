import ArgumentParser
import BenchmarkKit
import Foundation

/// Ours and others on the same work, in turn.
@main
struct Scoreboard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scoreboard",
    abstract: "Measures imports and requests beside what LMDB alone can do and what one would use instead.",
    discussion: """
      EXAMPLES
        scoreboard --parts import --users 100000 --rounds 3
        scoreboard --write-readme README.md
      """)

  enum Part: String, ExpressibleByArgument, CaseIterable {
    case `import`
  }

  enum Output: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @Option(parsing: .upToNextOption, help: "What is measured.")
  var parts = Part.allCases

  @Option(help: "Where the ledgers are made; it must be on a disk. A million users take 5 GB.")
  var directory = ".build"

  @Option(help: "How many users are imported.")
  var users = 1_000_000

  @Option(help: "How often each measurement is taken.")
  var rounds = 5

  @Option(help: "Bytes of a user's record in the loop in C.")
  var recordBytes = 500

  @Option(help: "The executable that is measured.")
  var scimLedger = Program.sibling("scim-ledger")

  @Option(help: "Where the generator of the people starts.")
  var seed: UInt64 = 1

  @Option(help: "table or json.")
  var output = Output.table

  func validate() throws {
    guard (1...100_000_000).contains(users) else { throw ValidationError("--users is 1 to 100000000.") }
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000.") }
    guard (8...1800).contains(recordBytes) else { throw ValidationError("--record-bytes is 8 to 1800.") }
  }

  func run() async throws {
    let place = try Workplace(in: directory, name: "scoreboard")
    defer { place.remove() }
    let progress = ProgressLine()
    let file = place.path + "/people.jsonl"
    progress.show("writing \(users) users")
    let bytes = try People(seed: seed).write(users, to: file)
    var contest = Contest("import", unit: "users")
    let contestants: [any Contestant] = [
      LedgerImport(program: scimLedger, file: file, users: users),
      ReferenceImport(users: users, recordBytes: recordBytes, seed: seed),
    ]
    for round in 0..<rounds {
      try await contest.runRound(round, contestants, in: place) { progress.show($0) }
    }
    contest.arrange(contestants.map(\.name))
    progress.clear()
    let report = ScoreboardReport(
      machine: Machine(place.mount), rounds: rounds, fileBytes: bytes, contests: [contest])
    switch output {
    case .table: print(report.table)
    case .json: print(report.json)
    }
  }
}
