/// The resource types that a service provider has, each with its schema and extensions (RFC 7643 §6, §7).
public struct SchemaRegistry: Sendable, Hashable {
  /// In the order in which they were registered, the standard's first.
  public private(set) var types: [ResourceType]

  public init(types: [ResourceType] = ResourceType.standard) { self.types = types }

  /// Users with the enterprise extension, and Groups.
  public static let standard = SchemaRegistry()

  public func type(named name: String) -> ResourceType? {
    types.first { $0.name.equalsIgnoringASCIICase(name) }
  }

  /// - Parameter endpoint: As a path segment, without its slash.
  public func type(endpoint: String) -> ResourceType? {
    types.indices.first { types[$0].endpoint.utf8.dropFirst().elementsEqual(endpoint.utf8) }
      .map { types[$0] }
  }

  /// Adds a type, or puts another definition in the place of one.
  ///
  /// - Throws: `invalidValue` where the endpoint is another type's or one that the protocol uses itself.
  public mutating func register(_ type: ResourceType) throws(SCIMError) {
    let reserved = ["/Me", "/Bulk", "/Schemas", "/ResourceTypes", "/ServiceProviderConfig", "/.search"]
    guard !reserved.contains(where: { $0.equalsIgnoringASCIICase(type.endpoint) }) else {
      throw .invalidValue("the endpoint \(type.endpoint) is the protocol's own")
    }
    let index = types.firstIndex { $0.name.equalsIgnoringASCIICase(type.name) }
    for (place, other) in types.enumerated() where place != index {
      guard !other.endpoint.equalsIgnoringASCIICase(type.endpoint) else {
        throw .invalidValue("the endpoint \(type.endpoint) is that of \(other.name)")
      }
    }
    if let index { types[index] = type } else { types.append(type) }
  }
}
