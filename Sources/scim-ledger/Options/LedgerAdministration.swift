import SCIMServer
import ScimLedger

/// A ledger to be administered: through the server that runs on it, or directly where none does.
enum LedgerAdministration {
  case server(ControlClient)
  case direct(ProvisioningLedger)

  /// - Parameter createsLedger: Whether a ledger is made where there is none yet.
  init(_ options: LedgerOptions, createsLedger: Bool = false) async throws {
    let directory = options.directory
    if !createsLedger, !ProvisioningLedger.exists(at: directory) {
      throw CommandFailure.noLedger(in: directory)
    }
    if ProvisioningLedger.exists(at: directory),
      let server = try await ControlClient.connect(directory: directory)
    {
      self = .server(server)
    } else {
      self = .direct(try options.openForWriting())
    }
  }

  /// Issues a token and returns its secret.
  func issueToken(named name: String, client: String?) async throws -> String {
    switch self {
    case .server(let server): try await server.issueToken(named: name, client: client).secret
    case .direct(let ledger): try await ledger.issueToken(named: name, client: client).secret
    }
  }

  func revokeToken(named name: String) async throws {
    switch self {
    case .server(let server): _ = try await server.revokeToken(named: name)
    case .direct(let ledger): _ = try await ledger.revokeToken(named: name)
    }
  }

  /// - Parameter progress: Called only where the work is done in this process.
  func rebuild(progress: @escaping @Sendable (UInt64, UInt64) -> Void) async throws -> RebuildSheet {
    switch self {
    case .server(let server):
      let report = try await server.rebuild()
      return RebuildSheet(events: report.events, rows: report.rows, differences: report.differences)
    case .direct(let ledger):
      return RebuildSheet(try await ledger.rebuild(progress: progress))
    }
  }

  func close() async {
    if case .direct(let ledger) = self { await ledger.close() }
  }
}
