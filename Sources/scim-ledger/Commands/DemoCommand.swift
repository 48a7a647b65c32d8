import ArgumentParser
import FoundationEssentials
import ScimLedger

/// `demo`: the whole product on invented people, in a few seconds.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Provision invented people over real HTTP, then look at what the ledger knows.",
    discussion: """
      Makes a ledger in a new temporary directory, or in --data. Exit code 70 says that an answer was not
      the expected one, and which.

      EXAMPLES
        scim-ledger demo
        scim-ledger demo --serve
        scim-ledger demo --data ./demo-ledger
      """)

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("Where to make the demo's ledger. (default: a temporary directory)", valueName: "dir"),
    completion: .directory)
  var directory: String?

  @Flag(help: "Keep the server up afterwards, and print its URL and a token.")
  var serve = false

  func run() async throws {
    let directory = directory ?? Self.temporaryDirectory()
    if FileManager.default.fileExists(atPath: directory) {
      let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
      guard names?.isEmpty == true else {
        throw CommandFailure(
          .usage, "\(directory) exists and is not empty. The demo makes a ledger of its own.",
          next: "Choose a new directory, or serve what is there with: scim-ledger serve --data "
            + directory.shellQuoted)
      }
    }
    try await DemoRun(directory: directory, keepsServing: serve).run()
  }

  private static func temporaryDirectory() -> String {
    let number = String(UInt64.random(in: 0 ... .max), radix: 36)
    return FileManager.default.temporaryDirectory.appending(path: "scim-ledger-demo-\(number)").path
  }
}
