import ArgumentParser

/// A provisioning job's cycles over real HTTP, beside a bare loop that sends the very same requests.
@main
struct ProvisioningBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provisioning",
    abstract: "Measures the provisioning engine's cycles against this project's own server.",
    discussion: """
      A server in a process of its own serves a fresh ledger on loopback. The engine reads a directory of \
      files, looks for each person by userName, creates the account and keeps every step in the job's \
      ledger. Two more cycles follow in which there is nothing to do: one with the files as they were, one \
      with a file that was written again and has the same people, so that all are compared. The reference is \
      a loop of the same HTTP client that sends the requests that the engine sent, with as many at once, to \
      another fresh server, and reads the bytes of the answers. The two take turns; the figures are medians \
      over the rounds. Memory is that of an engine in a process of its own, in a first cycle.
      """,
    subcommands: [Measure.self, Serve.self, Memory.self], defaultSubcommand: Measure.self)
}
