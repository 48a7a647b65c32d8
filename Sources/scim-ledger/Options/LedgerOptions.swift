import ArgumentParser
import ScimLedger

/// Which ledger a command is about.
struct LedgerOptions: ParsableArguments {
  @Option(
    name: .customLong("data"), help: ArgumentHelp("The ledger's directory.", valueName: "dir"))
  var directory = "./ledger"

  /// Opens the ledger to look at it, which works beside a running server.
  func openForReading() throws -> ProvisioningLedger {
    guard ProvisioningLedger.exists(at: directory) else { throw CommandFailure.noLedger(in: directory) }
    return try ProvisioningLedger(opening: directory, access: .readOnly)
  }

  /// ` --data DIR`, or nothing for the default; for commands that a message suggests.
  var suggestion: String {
    directory == "./ledger" ? "" : " --data " + directory.shellQuoted
  }
}
