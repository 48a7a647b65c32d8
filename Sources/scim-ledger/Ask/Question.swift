import ScimLedger

/// Runs what a command asks, and tells what can't be answered in the terms of the command line.
enum Question {
  static func answer(_ ledger: LedgerOptions, _ body: (ProvisioningLedger) throws -> Void) throws {
    let opened = try ledger.openForReading()
    do {
      try body(opened)
    } catch let error as QuestionError {
      throw CommandFailure(error, in: ledger, opened)
    } catch let error as ExportError {
      throw CommandFailure(.usage, "\(error)")
    }
  }
}

extension CommandFailure {
  init(_ error: QuestionError, in ledger: LedgerOptions, _ opened: ProvisioningLedger? = nil) {
    let next: String? =
      switch error {
      case .unknownField: "List the fields with: scim-ledger fields"
      case .noSuchCycle(let id):
        Suggestion.question((try? opened?.cycle(near: id)).map { [$0.description] } ?? [])
          + "List the cycles with: scim-ledger cycles\(ledger.suggestion)"
      case .beyondHead: "See the last events with: scim-ledger log -n 20\(ledger.suggestion)"
      case .noSuchResource(let name):
        Suggestion.question((try? opened?.names(near: name)) ?? [])
          + "Look with: scim-ledger users\(ledger.suggestion), or: scim-ledger groups\(ledger.suggestion)"
      default: nil
      }
    self.init(error.isAbsence ? .notFound : .usage, "\(error)", next: next)
  }
}
