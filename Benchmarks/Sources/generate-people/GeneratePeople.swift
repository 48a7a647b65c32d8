import ArgumentParser
import BenchmarkKit
import Foundation

/// Writes people to standard output.
@main
struct GeneratePeople: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-people",
    abstract: "Writes SCIM users as Microsoft Entra ID sends them, one a line, to standard output.",
    discussion: """
      The same count and seed give the same bytes, and the first lines of more people are those of fewer.

      EXAMPLES
        generate-people 1000000 > people.jsonl
        generate-people 5000 --seed 7 | scim-ledger import -
      """)

  @Argument(help: "How many people there are.")
  var count: Int

  @Option(help: "Where the generator starts.")
  var seed: UInt64 = 1

  func validate() throws {
    guard (0...1_000_000_000).contains(count) else {
      throw ValidationError("There can be 0 to 1000000000 people.")
    }
  }

  func run() throws { try People(seed: seed).write(count, to: .standardOutput) }
}
