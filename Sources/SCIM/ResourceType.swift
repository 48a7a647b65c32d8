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

  /// Shared, since requests pass types on from hand to hand and hardly ever change one.
  private var storage: Storage

  /// The type's name, such as `User`; also its id.
  public var name: String {
    get { storage.parts.name }
    set { storage = storage.with { $0.name = newValue } }
  }
  /// The endpoint relative to the base URL, such as `/Users`.
  public var endpoint: String {
    get { storage.parts.endpoint }
    set { storage = storage.with { $0.endpoint = newValue } }
  }
  public var description: String {
    get { storage.parts.description }
    set { storage = storage.with { $0.description = newValue } }
  }
  public var schema: Schema {
    get { storage.parts.schema }
    set { storage = storage.with { $0.schema = newValue } }
  }
  public var extensions: [Extension] {
    get { storage.parts.extensions }
    set { storage = storage.with { $0.extensions = newValue } }
  }
  /// The attributes, `password` apart, whose values may not be kept: those that are `writeOnly` or never
  /// returned (RFC 7643 §7). In lower case.
  public var secretNames: Set<String> { storage.secretNames }

  public init(
    name: String, endpoint: String, description: String, schema: Schema, extensions: [Extension] = []
  ) {
    storage = Storage(
      Parts(
        name: name, endpoint: endpoint, description: description, schema: schema, extensions: extensions))
  }

  /// The extension whose schema URI this is, compared without regard to case.
  public func extensionSchema(_ uri: String) -> Schema? {
    extensions.first { $0.schema.id.equalsIgnoringASCIICase(uri) }?.schema
  }

  public static func == (left: ResourceType, right: ResourceType) -> Bool {
    left.storage === right.storage || left.storage.parts == right.storage.parts
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(storage.parts) }

  private struct Parts: Sendable, Hashable {
    var name: String
    var endpoint: String
    var description: String
    var schema: Schema
    var extensions: [Extension]
  }

  private final class Storage: Sendable {
    let parts: Parts
    let secretNames: Set<String>

    init(_ parts: Parts) {
      self.parts = parts
      secretNames = ResourceType.secretNames(in: [parts.schema] + parts.extensions.map(\.schema))
    }

    func with(_ change: (inout Parts) -> Void) -> Storage {
      var parts = parts
      change(&parts)
      return Storage(parts)
    }
  }
}
