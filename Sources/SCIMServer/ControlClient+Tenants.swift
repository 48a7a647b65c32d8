public import ScimLedger

extension ControlClient {
  /// A tenant as the server lists it.
  public struct Tenant: Sendable, Hashable {
    /// nil for the default tenant.
    public var name: String?
    public var settings: LedgerConfiguration
  }

  /// The tenants that are served, the default one first.
  public func tenants() async throws(ControlError) -> [Tenant] {
    try read(try await call("GET", "/tenants")) { $0.list("tenants", of: Tenant.init(_:)) }
  }

  /// Makes a tenant, which is served from then on.
  public func createTenant(
    named name: String, settings: LedgerConfiguration? = nil
  ) async throws(ControlError) -> Tenant {
    var body: JSONObject = ["name": .string(name)]
    if let settings { body["settings"] = .object(settings.json) }
    return try read(try await call("POST", "/tenants", body: .object(body)), with: Tenant.init(_:))
  }

  /// The tenant's settings.
  public func settings() async throws(ControlError) -> LedgerConfiguration {
    try read(try await call("GET", place("/settings")), with: LedgerConfiguration.init(_:))
  }

  /// Changes the tenant's settings as a whole.
  public func configure(_ settings: LedgerConfiguration) async throws(ControlError) {
    _ = try await call("PUT", place("/settings"), body: .object(settings.json))
  }

  /// Registers schemas and resource types from a JSON document.
  public func registerSchemas(_ document: JSONValue) async throws(ControlError) {
    _ = try await call("POST", place("/schemas"), body: document)
  }
}

extension ControlClient.Tenant {
  init?(_ object: JSONObject) {
    guard let settings = object["settings"]?.objectValue else { return nil }
    self.init(name: object["name"]?.stringValue, settings: LedgerConfiguration(settings))
  }
}
