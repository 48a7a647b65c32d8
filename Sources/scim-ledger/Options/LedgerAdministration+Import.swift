import SCIMServer
import ScimLedger

extension LedgerAdministration {
  /// Takes a file's people and groups in, or only tries to.
  ///
  /// - Parameter options: Which ledger this is.
  func importResources(
    _ path: String, named name: String, _ settings: ResourceImport, isDryRun: Bool, of options: LedgerOptions,
    rejected: (ImportReject) throws -> Void, progress: @escaping @Sendable (ImportSummary) -> Void
  ) async throws -> ImportSummary {
    switch self {
    case .direct(let ledger) where isDryRun:
      return try await ledger.tryImport(
        of: path, named: name, settings, rejected: rejected, progress: progress)
    case .direct(let ledger):
      return try await ledger.importResources(
        from: path, named: name, settings, rejected: rejected, progress: progress)
    case .server where isDryRun:
      throw CommandFailure(
        .unavailable, "A dry run needs the ledger for itself, and a server runs on it.",
        next: "Stop the server first, or import without --dry-run, which works beside it.")
    case .server(let server):
      let opened = try options.openForReading()
      let registry = opened.schemaRegistry
      await opened.close()
      return try await settings.run(
        path, named: name, registry: registry,
        take: { try await server.take($0, $1, as: settings.client.client) }, rejected: rejected,
        progress: progress)
    }
  }
}
