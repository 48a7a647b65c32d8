public import Directory
import EventLog
import JSONTape
import LMDB
import Projections
public import SCIM

/// What a ledger's own events have set: its resource types, its settings and the profile they name.
public struct ProviderSettings: Sendable, Hashable {
  public var registry: SchemaRegistry
  public var configuration: LedgerConfiguration
  public var profile: Profile

  public init(registry: SchemaRegistry = .standard, configuration: LedgerConfiguration = .init()) {
    self.registry = registry
    self.configuration = configuration
    profile = Profile.named(configuration.profile) ?? .tolerant
  }

  /// The resource types that are offered: all registered ones, but groups only where the profile has them.
  public var offered: SchemaRegistry {
    profile.offersGroups ? registry : SchemaRegistry(types: registry.types.filter { !$0.hasMembers })
  }
}

extension ServiceProvider {
  /// The settings that hold for the next request.
  public var settings: ProviderSettings { present.withLock { $0 } }

  /// Puts other settings in the place of those that the ledger's events have set, until they are read anew.
  package func use(_ settings: ProviderSettings) { present.withLock { $0 = settings } }

  /// Reads the settings anew, after an event has changed them.
  public func loadSettings() throws {
    let found = try log.environment.read { transaction in
      let reader = try AuditReader(tables: tables, view: transaction.view)
      var registry = SchemaRegistry.standard
      for document in try reader.schemaDocuments() {
        registry = try SchemaDocuments(document, registry: registry).registered(in: registry)
      }
      return ProviderSettings(registry: registry, configuration: try reader.configuration())
    }
    present.withLock { $0 = found }
  }
}
