import SCIMServer
import ScimLedger

/// A ledger to be administered: through the server that runs on it, or directly where none does.
enum LedgerAdministration {
  case server(ControlClient)
  case direct(ProvisioningLedger)

  /// - Parameter createsLedger: Whether a ledger is made where there is none yet.
  init(_ options: LedgerOptions, createsLedger: Bool = false) async throws {
    let directory = options.directory
    if !createsLedger, !ProvisioningLedger.exists(at: directory) { throw options.absence }
    if ProvisioningLedger.exists(at: directory), let server = try await Self.server(options) {
      self = .server(server)
    } else {
      self = .direct(try options.openForWriting())
    }
  }

  /// The server that serves the ledger: the default tenant's for all tenants, or one for the tenant alone.
  private static func server(_ options: LedgerOptions) async throws -> ControlClient? {
    if let server = try await ControlClient.connect(directory: options.data, tenant: options.tenant) {
      return server
    }
    return options.tenant == nil ? nil : try await ControlClient.connect(directory: options.directory)
  }

  /// Does one piece of work and closes what was opened for it.
  static func perform<Value>(
    _ options: LedgerOptions, createsLedger: Bool = false,
    _ work: (LedgerAdministration) async throws -> Value
  ) async throws -> Value {
    let administration = try await LedgerAdministration(options, createsLedger: createsLedger)
    do {
      let value = try await work(administration)
      await administration.close()
      return value
    } catch {
      await administration.close()
      throw error
    }
  }

  /// Issues a token and returns its secret.
  func issueToken(named name: String, client: String?, scope: AccessScope) async throws -> String {
    switch self {
    case .server(let server):
      try await server.issueToken(named: name, client: client, scope: scope).secret
    case .direct(let ledger):
      try await ledger.issueToken(named: name, client: client, scope: scope).secret
    }
  }

  func settings() async throws -> LedgerConfiguration {
    switch self {
    case .server(let server): try await server.settings()
    case .direct(let ledger): ledger.configuration
    }
  }

  func configure(_ settings: LedgerConfiguration) async throws {
    switch self {
    case .server(let server): try await server.configure(settings)
    case .direct(let ledger): try await ledger.configure(settings)
    }
  }

  func registerSchemas(_ document: JSONValue) async throws {
    switch self {
    case .server(let server): try await server.registerSchemas(document)
    case .direct(let ledger): try await ledger.registerSchemas(document)
    }
  }

  func importProvisioningLog(_ records: [ProvisioningLogRecord]) async throws -> ProvisioningLogImport {
    switch self {
    case .server(let server): try await server.importProvisioningLog(records)
    case .direct(let ledger): try await ledger.importProvisioningLog(records)
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
