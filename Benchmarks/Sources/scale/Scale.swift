import ArgumentParser
import BenchmarkKit
import ScimLedger

/// Whether a change of a group and a search cost the same in a small directory and in a large one.
@main
struct Scale: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Measures what one member costs in groups of any size, and a search by userName among many.",
    discussion: """
      In one ledger, a PATCH adds one member to groups of several sizes and another takes it out, in turn; an \
      answer means that the change is on the device. In two more ledgers, one of 1,000 users and one of \
      --users, people are searched by userName, in turn; the searches become events as always. There is one \
      caller, each answer is checked, and the figures are medians over the rounds.
      """)

  @Option(help: "Where the ledgers are made; it must be on a disk. A million users take 2 GB.")
  var directory = ".build"

  @Option(help: "How many users the large ledger has.")
  var users = 1_000_000

  @Option(parsing: .upToNextOption, help: "How many members the groups have, in rising order.")
  var groups = [100, 1000, 10_000, 100_000]

  @Option(help: "How often each measurement is taken.")
  var rounds = 7

  @Option(help: "How many members a round adds to each group and removes.")
  var changes = 60

  @Option(help: "How many searches a round makes in each ledger.")
  var searches = 1000

  @Option(help: "How many callers create the users.")
  var callers = 128

  @Option(help: "Where the generator of the people, members and names starts.")
  var seed: UInt64 = 1

  @Option(help: "table or json.")
  var output = ReportFormat.table

  private static let fewUsers = 1000

  func validate() throws {
    guard (Scale.fewUsers...100_000_000).contains(users) else {
      throw ValidationError("--users is 1000 to 100000000.")
    }
    guard !groups.isEmpty, groups.allSatisfy((1...10_000_000).contains),
      zip(groups, groups.dropFirst()).allSatisfy(<)
    else { throw ValidationError("--groups takes rising numbers from 1 to 10000000.") }
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000.") }
    guard (1...100_000).contains(changes) else { throw ValidationError("--changes is 1 to 100000.") }
    guard (1...100_000).contains(searches) else { throw ValidationError("--searches is 1 to 100000.") }
    guard (1...1024).contains(callers) else { throw ValidationError("--callers is 1 to 1024.") }
  }

  func run() async throws {
    let place = try Workplace(in: directory, name: "scale")
    defer { place.remove() }
    let people = PersonBodies(seed: seed, prepared: 1)
    let progress = ProgressLine()
    let members = try await place.withFreshDirectory { path in
      try await measureMembers(in: path + "/ledger", people, progress)
    }
    let names = try await place.withFreshDirectory { path in
      try await measureSearches(in: path, people, progress)
    }
    progress.clear()
    let report = ScaleReport(
      machine: Machine(place.mount), rounds: rounds, changes: changes, searches: searches, members: members,
      names: names)
    output.print(table: report.table, json: report.json)
  }

  private func measureMembers(
    in directory: String, _ people: PersonBodies, _ progress: ProgressLine
  ) async throws -> MemberCosts {
    try await withLedger(at: directory) { ledger in
      let count = (groups.last ?? 0) + MemberCosts.spares
      let population = try await populate(ledger, count, people, progress)
      progress.show("filling the groups")
      var costs = try await MemberCosts(sizes: groups, of: population, in: ledger, seed: seed)
      for round in 0..<rounds {
        progress.show("members: round \(round + 1) of \(rounds)")
        try await costs.measureRound(changes, round: round)
      }
      return costs
    }
  }

  private func measureSearches(
    in directory: String, _ people: PersonBodies, _ progress: ProgressLine
  ) async throws -> SearchCosts {
    try await withLedger(at: directory + "/few") { few in
      try await withLedger(at: directory + "/many") { many in
        let fewPeople = try await populate(few, Scale.fewUsers, people, progress)
        let manyPeople = try await populate(many, users, people, progress)
        var costs = SearchCosts([(few, fewPeople), (many, manyPeople)], seed: seed)
        for round in 1...rounds {
          progress.show("searches: round \(round) of \(rounds)")
          try await costs.measureRound(searches)
        }
        return costs
      }
    }
  }

  private func populate(
    _ ledger: ProvisioningLedger, _ count: Int, _ people: PersonBodies, _ progress: ProgressLine
  ) async throws -> Population {
    try await Population.create(count, of: people, in: ledger, callers: callers) { done in
      progress.show("creating users: \(done) of \(count)")
    }
  }

  private func withLedger<R>(
    at directory: String, _ body: (ProvisioningLedger) async throws -> R
  ) async throws -> R {
    try ProvisioningLedger.create(at: directory)
    let ledger = try ProvisioningLedger(opening: directory)
    do {
      let result = try await body(ledger)
      await ledger.close()
      return result
    } catch {
      await ledger.close()
      throw error
    }
  }
}
