import ArgumentParser
import ScimLedger

/// `sync restart`: state is cleared so that the next cycle starts over.
struct RestartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restart",
    abstract: "Clear current state and restart synchronization.",
    discussion: """
      Without --scope, the quarantine, the watermark and the escrows are cleared, and the links between people and \
      accounts are kept: the next cycle is an initial one and exports nothing that the target has already. The \
      scopes are those of Graph's synchronizationJobRestartCriteria:

        ConnectorDataStore  the links: everybody is matched again
        Escrows             failures that wait for another attempt
        Watermark           where the last read of the source ended
        QuarantineState     the quarantine
        Full                all of these
        ForceDeletes        the next cycle may delete and disable as much as it wants

      EXAMPLES
        scim-ledger sync restart
        scim-ledger sync restart --scope Full
        scim-ledger sync restart --scope Watermark --scope ForceDeletes
      """)

  @OptionGroup var job: JobOptions
  @Option(
    name: .customLong("scope"),
    help: ArgumentHelp(
      "What is cleared; may be given several times. (default: QuarantineState, Watermark, Escrows)",
      valueName: "scope"),
    transform: { try ArgumentWords.word($0) })
  var scopes: [RestartScope] = []

  func run() async throws {
    let scopes = scopes.isEmpty ? RestartScope.standard : Set(scopes)
    try await SyncAdministration(options: job).perform(.restart(scopes))
  }
}
