import LMDB

extension ProvisioningLedger {
  /// The ledger's settings.
  public var configuration: LedgerConfiguration { provider.settings.configuration }

  /// The resource types that the ledger has, the standard's and those that were registered.
  public var schemaRegistry: SchemaRegistry { provider.settings.registry }

  /// Changes the settings; the change is an event and holds from the next request on.
  ///
  /// - Throws: `LedgerError.unknownProfile`.
  public func configure(_ configuration: LedgerConfiguration, by actor: Client = .local) async throws {
    guard Profile.named(configuration.profile) != nil else {
      throw LedgerError.unknownProfile(configuration.profile)
    }
    try await administer { [self] transaction, appender in
      var event = administrativeEvent(.configure, status: 200, by: actor)
      event.details = configuration.json
      try append(event, in: transaction, &appender)
    }
    try provider.loadSettings()
  }

  /// Registers schemas and resource types from a JSON document with `schemas` and `resourceTypes`; a type
  /// of a name that is known gets the new definition.
  ///
  /// - Throws: `SCIMError` naming the place in the document and what would be right.
  public func registerSchemas(_ document: JSONValue, by actor: Client = .local) async throws {
    try await administer { [self] transaction, appender in
      var registry = SchemaRegistry.standard
      let reader = try AuditReader(tables: tables, view: transaction.view)
      for known in try reader.schemaDocuments() {
        registry = try SchemaDocuments(known, registry: registry).registered(in: registry)
      }
      _ = try SchemaDocuments(document, registry: registry).registered(in: registry)
      var event = administrativeEvent(.registerSchema, status: 201, by: actor)
      event.details = ["document": document]
      try append(event, in: transaction, &appender)
    }
    try provider.loadSettings()
  }
}
