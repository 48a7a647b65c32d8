import ArgumentParser
import BenchmarkKit
import Foundation
import ScimLedger

/// How costs grow with the number of people.
@main
struct Growth: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "growth",
    abstract: "Measures an import, look-ups, opening, memory and disk at rising numbers of people.",
    discussion: """
      For each size scim-ledger imports so many generated people, as a process, into a fresh ledger. Then all \
      ledgers are opened and looked into in turn, round by round: the people are searched by userName and got by \
      their id, at random and each answer checked; the look-ups become events as always.

      EXAMPLES
        growth --sizes 10000 100000
        growth --json Benchmarks/growth.json --svg Benchmarks/growth.svg
      """)

  @Option(parsing: .upToNextOption, help: "How many people there are, in rising order.")
  var sizes = [10_000, 100_000, 1_000_000, 5_000_000]

  @Option(help: "Where the ledgers are made; it must be on a disk. Six million people take 20 GB.")
  var directory = ".build"

  @Option(help: "How often look-ups and opening are measured.")
  var rounds = 5

  @Option(help: "How often an import of 1000000 people or fewer is measured; a larger one is measured once.")
  var imports = 3

  @Option(help: "How many people are looked up in a round.")
  var lookups = 1000

  @Option(help: "The executable that imports.")
  var scimLedger = Program.sibling("scim-ledger")

  @Option(help: "Where the generator of the people and of the look-ups starts.")
  var seed: UInt64 = 1

  @Option(help: "table or json.")
  var output = ReportFormat.table

  @Option(help: "A file that the figures are written into too.")
  var json: String?

  @Option(help: "A file that they are drawn into.")
  var svg: String?

  private static let fewPeople = 1_000_000

  func validate() throws {
    guard !sizes.isEmpty, sizes.allSatisfy((100...100_000_000).contains),
      zip(sizes, sizes.dropFirst()).allSatisfy(<)
    else { throw ValidationError("--sizes takes rising numbers from 100 to 100000000.") }
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000.") }
    guard (1...1000).contains(imports) else { throw ValidationError("--imports is 1 to 1000.") }
    guard (1...100_000).contains(lookups) else { throw ValidationError("--lookups is 1 to 100000.") }
  }

  func run() async throws {
    let place = try Workplace(in: directory, name: "growth")
    defer { place.remove() }
    let progress = ProgressLine()
    let people = People(seed: seed)
    var measured: [GrowthMeasurement] = []
    for size in sizes {
      measured.append(try importPeople(size, people, place, progress))
    }
    var generator = SplitMix64(state: seed)
    for round in 1...rounds {
      for index in measured.indices {
        progress.show("look-ups among \(measured[index].users) people, round \(round) of \(rounds)")
        try await LookUp(people: people, count: lookups).measure(&measured[index], &generator)
      }
    }
    progress.clear()
    let report = GrowthReport(
      machine: Machine(place.mount), rounds: rounds, lookups: lookups, measurements: measured)
    if let json { try Data((report.json + "\n").utf8).write(to: URL(filePath: json)) }
    if let svg { try Data(report.drawing.utf8).write(to: URL(filePath: svg)) }
    output.print(table: report.table, json: report.json)
  }

  /// Imports as often as it is to be measured; the last ledger stays.
  private func importPeople(
    _ size: Int, _ people: People, _ place: Workplace, _ progress: ProgressLine
  ) throws -> GrowthMeasurement {
    let file = place.path + "/people.jsonl"
    let ledger = place.path + "/\(size)"
    progress.show("writing \(size) people")
    let bytes = try people.write(size, to: file)
    defer { try? FileManager.default.removeItem(atPath: file) }
    var measurement = GrowthMeasurement(users: size, ledger: ledger, fileBytes: bytes)
    let times = size > Growth.fewPeople ? 1 : imports
    for time in 1...times {
      progress.show("importing \(size) people, \(time) of \(times)")
      try? FileManager.default.removeItem(atPath: ledger)
      _ = try Program("sync", []).run()
      let outcome = try Program(scimLedger, ["import", file, "--data", ledger, "--output", "jsonl"]).run()
      let summary = try? JSONValue(parsing: Array(outcome.output.utf8)).objectValue
      guard let created = summary?["created"]?.intValue else {
        throw BenchmarkError.misunderstood(program: scimLedger, said: outcome.output)
      }
      guard created == size else { throw BenchmarkError.miscounted(answered: size, users: created) }
      measurement.imports.append(outcome)
    }
    measurement.diskBytes = Disk.bytes(in: ledger)
    return measurement
  }
}
