import FoundationEssentials
import ScimLedger

extension LedgerOptions {
  /// Opens the ledger for its one writer, and makes it first where the directory is new or empty.
  func openForWriting() throws -> ProvisioningLedger {
    if !ProvisioningLedger.exists(at: directory) { try create() }
    do {
      return try ProvisioningLedger(opening: directory)
    } catch LedgerError.heldByAnotherProcess(_, let process) {
      throw CommandFailure(
        .unavailable,
        "The ledger in \(directory) is held by process \(process), which does not answer on its control "
          + "socket.",
        next: "Stop that process, or wait for it to end, then try again.")
    }
  }

  private func create() throws {
    guard isNewOrEmpty else {
      throw CommandFailure(
        .noLedger,
        "\(directory) holds other files and no ledger, so no ledger is made there.",
        next: "Choose a new directory: --data DIR")
    }
    try ProvisioningLedger.create(at: directory)
    Console.note("Created a ledger in \(directory.visible).")
  }

  private var isNewOrEmpty: Bool {
    guard FileManager.default.fileExists(atPath: directory) else { return true }
    let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
    return names?.isEmpty ?? false
  }
}
