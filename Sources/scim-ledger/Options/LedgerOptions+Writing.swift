import FoundationEssentials
import ScimLedger

extension LedgerOptions {
  /// Opens the ledger for its one writer, and makes it first where the directory is new or empty.
  func openForWriting() throws -> ProvisioningLedger {
    if !ProvisioningLedger.exists(at: directory) {
      // A tenant is made by name, so that a misspelt one is not.
      guard tenant == nil else { throw absence }
      try create()
    }
    do {
      return try ProvisioningLedger(opening: directory)
    } catch let error as LedgerError {
      throw error
    } catch let error as EventLogError {
      throw error
    } catch {
      throw CommandFailure(
        .unavailable, "The ledger in \(directory) can't be opened for writing: \(error)",
        next: "If that is a server that is just starting, try again in a moment. "
          + "Look without writing: scim-ledger status\(suggestion)")
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

  /// A crash while a ledger was made leaves a draft of it, which the next attempt takes away.
  private var isNewOrEmpty: Bool {
    guard FileManager.default.fileExists(atPath: directory) else { return true }
    let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
    return names?.allSatisfy { $0.hasPrefix(".log.draft-") } ?? false
  }
}
