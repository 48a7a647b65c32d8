import Foundation
import LMDB

/// The ledgers of one server: that of the default tenant, and one for each tenant by name, all apart from
/// each other.
///
/// A tenant's ledger stands in `tenants/NAME` of the default tenant's directory; it is a ledger like any
/// other, with its own log, tokens and settings.
public final class TenantRegistry: Sendable {
  /// The ledger that the paths without a tenant's name are about.
  public let main: ProvisioningLedger
  private let options: ProvisioningLedger.Options
  private let allowsCreation: Bool
  private let contents: Locked<Contents>

  private struct Contents: Sendable {
    var ledgers: [String: ProvisioningLedger] = [:]
    var failures: [String: String] = [:]
    var isClosed = false
  }

  /// Bytes of address space for a tenant's log. A process has 128 TiB of it (x86-64), and the default
  /// ledger's terabyte for each would be used up by a hundred tenants.
  private static let mapSize = 1 << 36

  /// One ledger alone, without tenants. Whoever opened the ledger closes it.
  public init(only ledger: ProvisioningLedger) {
    main = ledger
    options = .init()
    allowsCreation = false
    contents = Locked(Contents())
  }

  /// A ledger with all its tenants, which are opened for writing.
  ///
  /// A tenant whose ledger can't be opened does not keep the others from being served; ``failures`` names it.
  public init(opening main: ProvisioningLedger, options: ProvisioningLedger.Options = .init()) {
    self.main = main
    var options = options
    options.mapSize = min(options.mapSize, TenantRegistry.mapSize)
    self.options = options
    allowsCreation = true
    var contents = Contents()
    for name in TenantRegistry.names(in: main.directory) {
      do {
        contents.ledgers[name] = try ProvisioningLedger(
          opening: TenantRegistry.directory(of: name, in: main.directory), options: options)
      } catch {
        contents.failures[name] = "\(error)"
      }
    }
    self.contents = Locked(contents)
  }

  /// The directory of a tenant's ledger; the given one for the default tenant.
  public static func directory(of tenant: String?, in directory: String) -> String {
    tenant.map { directory + "/tenants/" + $0 } ?? directory
  }

  /// The tenants that have a ledger in a directory, in the order of their names.
  public static func names(in directory: String) -> [String] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/tenants")) ?? []
    return folders.filter { name in
      TenantName.isValid(name) && ProvisioningLedger.exists(at: self.directory(of: name, in: directory))
    }.sorted()
  }

  /// Makes a tenant's ledger in a directory that no server has open.
  ///
  /// - Throws: `LedgerError.invalidTenantName`, `.tenantNameTaken`.
  public static func create(
    named name: String, in directory: String, options: ProvisioningLedger.Options = .init()
  ) throws {
    guard TenantName.isValid(name) else { throw LedgerError.invalidTenantName(name) }
    let place = self.directory(of: name, in: directory)
    guard !ProvisioningLedger.exists(at: place) else { throw LedgerError.tenantNameTaken(name) }
    try ProvisioningLedger.create(at: place, options: options)
  }

  /// The ledger of a tenant, of the default one for nil; nil where there is none or it could not be opened.
  public func ledger(of tenant: String?) -> ProvisioningLedger? {
    guard let tenant else { return main }
    return contents.withLock { $0.ledgers[tenant] }
  }

  /// The tenants whose ledgers are open, in the order of their names.
  public var names: [String] { contents.withLock { $0.ledgers.keys.sorted() } }

  /// The tenants whose ledgers could not be opened, and why.
  public var failures: [String: String] { contents.withLock { $0.failures } }

  /// All ledgers, that of the default tenant first.
  public var ledgers: [(tenant: String?, ledger: ProvisioningLedger)] {
    let named = contents.withLock { contents in contents.ledgers.sorted { $0.key < $1.key } }
    return [(nil, main)] + named.map { ($0.key, $0.value) }
  }

  /// Makes a tenant while the others are served.
  ///
  /// - Parameter configuration: The settings it starts with.
  /// - Throws: `LedgerError.invalidTenantName`, `.tenantNameTaken`, `.unknownProfile`; `.noTenants` for one
  ///   ledger alone.
  @discardableResult
  public func create(
    named name: String, configuration: LedgerConfiguration? = nil
  ) async throws -> ProvisioningLedger {
    guard allowsCreation else { throw LedgerError.noTenants }
    try configuration?.requireProfile()
    // Under the lock, so that of two who want one name at once the second is refused.
    let ledger = try contents.withLock { contents in
      guard !contents.isClosed else { throw EventLogError.closed }
      try TenantRegistry.create(named: name, in: main.directory, options: options)
      let ledger = try ProvisioningLedger(
        opening: TenantRegistry.directory(of: name, in: main.directory), options: options)
      contents.ledgers[name] = ledger
      return ledger
    }
    if let configuration { try await ledger.configure(configuration) }
    return ledger
  }

  /// Finishes what is queued and closes the tenants' ledgers, but not the default tenant's.
  public func closeTenants() async {
    let open = contents.withLock { contents in
      contents.isClosed = true
      return Array(contents.ledgers.values)
    }
    await withTaskGroup(of: Void.self) { group in
      for ledger in open { group.addTask { await ledger.close() } }
    }
  }
}

extension LedgerConfiguration {
  /// - Throws: `LedgerError.unknownProfile`.
  func requireProfile() throws(LedgerError) {
    guard Profile.named(profile) != nil else { throw LedgerError.unknownProfile(profile) }
  }
}
