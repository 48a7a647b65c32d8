import ArgumentParser
import BenchmarkKit
import ScimLedger

/// What happens without a subcommand.
struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measures; what happens without a subcommand.")

  @Option(help: "Where the ledgers are made; it must be on a disk.")
  var directory = ".build"

  @Option(help: "How many people are provisioned in a cycle.")
  var users = 10_000

  @Option(help: "How often each measurement is taken.")
  var rounds = 5

  @Option(help: "How many requests are under way at a time.")
  var atOnce = 16

  @Option(
    parsing: .upToNextOption,
    help:
      "With how many people the memory is looked at, 0 for not at all. (default: --users, ten times --users)")
  var memoryUsers: [Int] = []

  @Option(help: "Where the generator of the people starts.")
  var seed: UInt64 = 1

  @Option(help: "table or json.")
  var output = ReportFormat.table

  func validate() throws {
    guard (1...1_000_000).contains(users) else { throw ValidationError("--users is 1 to 1000000.") }
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000.") }
    guard (1...256).contains(atOnce) else { throw ValidationError("--at-once is 1 to 256.") }
    guard memoryUsers.allSatisfy((0...10_000_000).contains) else {
      throw ValidationError("--memory-users takes numbers from 0 to 10000000.")
    }
  }

  func run() async throws {
    let place = try Workplace(in: directory, name: "provisioning")
    defer { place.remove() }
    let progress = ProgressLine()
    var report = CycleReports(
      machine: Machine(place.mount), users: users, rounds: rounds, atOnce: atOnce)
    progress.show("recording the requests")
    let requests = try await withServer(in: place) { server, path in
      try await EngineRun(files: try files(in: path, users, server), server: server, users: users).record()
    }
    for round in 1...rounds {
      progress.show("round \(round) of \(rounds): bare loop")
      report.bare.append(
        try await withServer(in: place) { server, _ in
          let timing = try await BareRun(server: server, atOnce: atOnce).measure(requests)
          try await server.expectUsers(users)
          return timing
        })
      progress.show("round \(round) of \(rounds): engine")
      report.add(
        try await withServer(in: place) { server, path in
          try await EngineRun(files: try files(in: path, users, server), server: server, users: users)
            .measure()
        })
    }
    for count in memoryUsers.isEmpty ? [users, users * 10] : memoryUsers where count > 0 {
      progress.show("memory of a cycle of \(count) people")
      report.memory.append(
        try await withServer(in: place) { server, path in
          let run = try MemoryRun(of: try files(in: path, count, server), users: count, token: server.token)
          try await server.expectUsers(count)
          return run
        })
    }
    progress.clear()
    output.print(table: report.table, json: report.json)
  }

  /// Gives a server on a fresh ledger and a directory beside it.
  private func withServer<Value>(
    in place: Workplace, _ body: (ServerProcess, String) async throws -> Value
  ) async throws -> Value {
    try await place.withFreshDirectory { path in
      try await ServerProcess.with(directory: path + "/server") { try await body($0, path + "/job") }
    }
  }

  private func files(in directory: String, _ count: Int, _ server: ServerProcess) throws -> JobFiles {
    try JobFiles(at: directory, users: count, seed: seed, url: server.url, atOnce: atOnce)
  }
}
