import ArgumentParser
import ScimLedger

/// `cycle`: what came of one provisioning cycle.
struct CycleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cycle",
    abstract: "Show one provisioning cycle: each operation by what came of it, and the refusals.",
    discussion: """
      Without an id, the last cycle. What the engine here decided in a cycle of a job of its own, and how far the job
      is from quarantine, is shown by: scim-ledger sync cycle

      EXAMPLES
        scim-ledger cycle
        scim-ledger cycle 0192f0c1-5b7a-7c3e-9a51-3f4e5d6c7b8a
        scim-ledger cycle --output json | jq '.[].operations'
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Argument(
    help: ArgumentHelp("The cycle's id, as `cycles --output json` and `show` print it.", valueName: "id"),
    completion: CommandCompletion.cycles)
  var id: String?

  func run() throws {
    try Question.answer(ledger) { opened in
      guard let cycle = try found(in: opened) else {
        throw CommandFailure(
          .notFound, "There is no cycle yet.", next: "Look with: scim-ledger log\(ledger.suggestion)")
      }
      CycleSheet(try opened.matrix(of: cycle), ledger.suggestion).show(as: output.format)
    }
  }

  private func found(in opened: ProvisioningLedger) throws -> ProvisioningCycle? {
    guard let id else { return try opened.cycles(limit: 1).first }
    guard let cycle = try Identifier(id).flatMap({ try opened.cycle($0) }) else {
      throw QuestionError.noSuchCycle(id)
    }
    return cycle
  }
}
