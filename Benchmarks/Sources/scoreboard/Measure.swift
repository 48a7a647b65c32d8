import ArgumentParser
import BenchmarkKit
import Foundation

/// Takes the measurements and shows them.
struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes the measurements and prints them.", shouldDisplay: false)

  enum Part: String, ExpressibleByArgument, CaseIterable {
    case `import`, peers, http
  }

  @Option(
    parsing: .upToNextOption,
    help: "What is measured: the import with its reference, the peers too, requests over HTTP.")
  var parts = Part.allCases

  @Option(help: "Where the ledgers are made; it must be on a disk. A million users take 5 GB.")
  var directory = ".build"

  @Option(help: "How many users are imported; scim2-server takes at most 5000, eventsourcing 100000.")
  var users = 1_000_000

  @Option(help: "How often each measurement is taken.")
  var rounds = 5

  @Option(help: "Bytes of a user's record in the loop in C and in SQLite.")
  var recordBytes = 500

  @Option(help: "How many connections send requests.")
  var connections = 32

  @Option(help: "How many seconds requests of one kind are sent.")
  var seconds = 5

  @Option(help: "The executable that is measured.")
  var scimLedger = Program.sibling("scim-ledger")

  @Option(help: "The folder of the peers' scripts.")
  var peers = "Benchmarks/Peers"

  @Option(help: "Where the generator of the people starts.")
  var seed: UInt64 = 1

  @Option(help: "table or json.")
  var output = ReportFormat.table

  @Option(help: "A file that the table is written into too, between the lines that mark its place.")
  var writeReadme: String?

  func validate() throws {
    guard (1...100_000_000).contains(users) else { throw ValidationError("--users is 1 to 100000000.") }
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000.") }
    guard (8...1800).contains(recordBytes) else { throw ValidationError("--record-bytes is 8 to 1800.") }
    guard (1...10_000).contains(connections) else { throw ValidationError("--connections is 1 to 10000.") }
    guard (1...600).contains(seconds) else { throw ValidationError("--seconds is 1 to 600.") }
    guard parts == [.import] || FileManager.default.fileExists(atPath: peers + "/requests.lua") else {
      throw ValidationError("\(peers) does not hold the peers' scripts: name their folder with --peers.")
    }
  }

  func run() async throws {
    let page = try writeReadme.map { try MarkedPage($0) }
    let place = try Workplace(in: directory, name: "scoreboard")
    defer { place.remove() }
    var others = Peers(sources: peers, directory: directory + "/scoreboard-peers")
    if parts.contains(.peers) {
      others.makeSQLite()
      others.installPackages()
    }
    let progress = ProgressLine()
    let file = place.path + "/people.jsonl"
    var report = ScoreboardReport(machine: Machine(place.mount), rounds: rounds, skipped: others.skipped)
    if parts.contains(.import) || parts.contains(.peers) {
      progress.show("writing \(users) users")
      report.fileBytes = try People(seed: seed).write(users, to: file)
      report.contests.append(try await measureImports(file, others, place) { progress.show($0) })
    }
    if parts.contains(.http) {
      report.contests += try await measureRequests(file, others, place) { progress.show($0) }
      report.connections = connections
    }
    progress.clear()
    try page?.write(report.table)
    output.print(table: report.table, json: report.json)
  }

  private func measureImports(
    _ file: String, _ others: Peers, _ place: Workplace, progress: (String) -> Void
  ) async throws -> Contest {
    var contest = Contest("import", unit: "users", .timesFirst)
    let contestants: [any Contestant] =
      [
        LedgerImport(program: scimLedger, file: file, users: users),
        ReferenceImport(users: users, recordBytes: recordBytes, seed: seed),
      ] + others.imports(of: file, users: users, recordBytes: recordBytes, seed: seed)
    for round in 0..<rounds {
      try await contest.runRound(round, contestants, in: place, progress: progress)
    }
    contest.arrange(contestants.map(\.name))
    return contest
  }

  private func measureRequests(
    _ file: String, _ others: Peers, _ place: Workplace, progress: (String) -> Void
  ) async throws -> [Contest] {
    // More than any server here takes in that time.
    let enough = seconds * 60_000
    let people = People(seed: seed)
    progress("writing \(enough) requests")
    try people.write(enough, to: file)
    var load = RequestLoad(
      sources: peers, connections: connections, seconds: seconds, file: file, users: enough, people: people)
    var servers: [any WebServer] = [LedgerServer(program: scimLedger), FixedAnswerServer()]
    if let server = others.server { servers.append(server) }
    for round in 0..<rounds {
      try await load.runRound(round, servers, in: place, progress: progress)
    }
    load.arrange(servers.map(\.name))
    return load.contests
  }
}
