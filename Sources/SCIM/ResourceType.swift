/// A kind of resource: its endpoint, its schema and the extensions it takes (RFC 7643 §6).
public struct ResourceType: Sendable, Hashable {
  public struct Extension: Sendable, Hashable {
    public var schema: Schema
    public var required: Bool

    public init(schema: Schema, required: Bool = false) {
      self.schema = schema
      self.required = required
    }
  }

  /// The type's name, such as `User`; also its id.
  public var name: String
  /// The endpoint relative to the base URL, such as `/Users`.
  public var endpoint: String
  public var description: String
  public var schema: Schema { didSet { findSecretNames() } }
  public var extensions: [Extension] { didSet { findSecretNames() } }
  /// The attributes, `password` apart, whose values may not be kept: those that are `writeOnly` or never
  /// returned (RFC 7643 §7). In lower case.
  public private(set) var secretNames: Set<String> = []

  public init(
    name: String, endpoint: String, description: String, schema: Schema, extensions: [Extension] = []
  ) {
    self.name = name
    self.endpoint = endpoint
    self.description = description
    self.schema = schema
    self.extensions = extensions
    findSecretNames()
  }

  private mutating func findSecretNames() { secretNames = ResourceType.secretNames(in: schemas) }

  /// The extension whose schema URI this is, compared without regard to case.
  public func extensionSchema(_ uri: String) -> Schema? {
    extensions.first { $0.schema.id.equalsIgnoringASCIICase(uri) }?.schema
  }
}
