public import SCIM

/// How a target speaks SCIM: its version, and whether it takes changes or whole resources.
public struct TargetDialect: Sendable, Hashable {
  /// How an existing resource is changed.
  public enum Updates: String, Sendable, Hashable, CaseIterable {
    /// By what changed: RFC 7644 §3.5.2; in 1.1 a partial resource.
    case patch
    /// By the whole resource: RFC 7644 §3.5.1.
    case put
  }

  public var version: ProtocolVersion
  public var updates: Updates

  public init(version: ProtocolVersion = .v2, updates: Updates = .patch) {
    self.version = version
    self.updates = updates
  }

  /// The path below the base URL where resources of a type are: `/Users`.
  ///
  /// - Parameter type: The resource type's name: `User`, `Group`.
  public func endpoint(ofType type: String) -> String {
    Self.standard(type)?.endpoint ?? "/\(type.percentEncoded)s"
  }

  /// The path of one resource; the id is percent-encoded.
  func location(ofType type: String, id: String) -> String {
    "\(endpoint(ofType: type))/\(id.percentEncoded)"
  }

  /// The URN of a type's core schema, which in 1.1 is the same for all.
  func coreSchema(ofType type: String) -> String {
    guard version == .v2 else { return SchemaURI.version1Core }
    return Self.standard(type)?.schema ?? "urn:ietf:params:scim:schemas:core:2.0:\(type)"
  }

  /// What each request needs of the standard resource types.
  private static let standard = ResourceType.standard.map {
    (name: $0.name, endpoint: $0.endpoint, schema: $0.schema.id)
  }

  private static func standard(_ type: String) -> (name: String, endpoint: String, schema: String)? {
    standard.first { $0.name.equalsIgnoringASCIICase(type) }
  }

  /// The URN of an extension in this version; those of others than the enterprise extension as they are.
  func extensionSchema(_ uri: String) -> String {
    let names = [SchemaURI.enterpriseUser, SchemaURI.version1Enterprise]
    guard names.contains(where: { uri.equalsIgnoringASCIICase($0) }) else { return uri }
    return enterpriseSchema
  }

  var enterpriseSchema: String {
    version == .v2 ? SchemaURI.enterpriseUser : SchemaURI.version1Enterprise
  }
}
